-- How many audit entries of each key there were before a time, so that nobody has to count them all. The row without a
-- key marks the time; the first time is the beginning, before which there were none.
create table avouch_log_totals (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  until timestamptz not null,
  key varchar(128) not null,
  count bigint not null,
  primary key (tenant_id, until, key)
);
