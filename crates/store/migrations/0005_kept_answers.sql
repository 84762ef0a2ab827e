-- Answers to requests that a client may have to make twice. A row without a status is of a request that is under way.
create table avouch_kept_answers (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(64) not null,
  request varchar(64) not null,
  status integer,
  content_type varchar(128),
  body text,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);

create index avouch_kept_answers__expires_at on avouch_kept_answers (tenant_id, expires_at);
