-- What webhooks have to be told yet. A row is written with the change that it tells of, and goes once it was delivered.
create table avouch_hook_events (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(64) not null,
  hook_id varchar(21) not null references hooks (id) on update cascade on delete cascade,
  event varchar(128) not null,
  payload jsonb not null,
  attempts bigint not null default 0,
  next_at timestamptz not null,
  primary key (tenant_id, id)
);

create index avouch_hook_events__hook on avouch_hook_events (tenant_id, hook_id, id);
