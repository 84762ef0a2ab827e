-- A domain that is proven belongs to one tenant; anyone may ask for it before.
create unique index avouch_domains__verified on domains (domain) where status in ('PendingSsl', 'Active');

-- Certificates that were got for domains, with their keys, and when there is something to do about them.
create table avouch_certificates (
  tenant_id varchar(21) not null,
  domain varchar(256) not null,
  chain text,
  private_key text,
  expires_at timestamptz,
  due_at timestamptz not null,
  attempts bigint not null,
  primary key (tenant_id, domain)
);

-- Accounts at certificate authorities, by the address of their directory.
create table avouch_acme_accounts (
  tenant_id varchar(21) not null,
  directory varchar(2048) not null,
  credentials text not null,
  primary key (tenant_id, directory)
);

-- What an authority looks for at a domain while it makes sure of it.
create table avouch_acme_challenges (
  tenant_id varchar(21) not null,
  domain varchar(256) not null,
  token varchar(256) not null,
  answer varchar(1024) not null,
  created_at timestamptz not null,
  primary key (domain, token)
);

-- SAML assertions that nobody asked for and that were taken, so that each is taken once.
create table avouch_used_assertions (
  tenant_id varchar(21) not null,
  digest varchar(64) not null,
  expires_at timestamptz not null,
  primary key (tenant_id, digest)
);

create index avouch_used_assertions__expires_at on avouch_used_assertions (tenant_id, expires_at);
