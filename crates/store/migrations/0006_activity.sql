-- Counts of active users that do not read every row of theirs: users by the day of their last activity, which tells
-- how many were active lately, and the counts of periods that are over.
create table avouch_last_active (
  tenant_id varchar(21) not null,
  user_id varchar(21) not null,
  date timestamptz not null,
  primary key (tenant_id, user_id)
);

create table avouch_active_periods (
  tenant_id varchar(21) not null,
  date timestamptz not null,
  days integer not null,
  value bigint not null,
  primary key (tenant_id, date, days)
);

insert into avouch_last_active (tenant_id, user_id, date) select tenant_id, user_id, max(date) from daily_active_users group by tenant_id, user_id;

-- postgres only
insert into avouch_counters (tenant_id, name, shard, value)
  select tenant_id, 'active on ' || floor(extract(epoch from date) / 86400)::bigint, 0, count(*) from daily_active_users group by tenant_id, date;
insert into avouch_counters (tenant_id, name, shard, value)
  select tenant_id, 'last active on ' || floor(extract(epoch from date) / 86400)::bigint, 0, count(*) from avouch_last_active group by tenant_id, date;

create function avouch_count(tenant varchar, name varchar, by bigint) returns void language sql as $$
  insert into avouch_counters as c (tenant_id, name, shard, value) values (tenant, name, pg_backend_pid() % 64, by)
  on conflict (tenant_id, name, shard) do update set value = c.value + excluded.value
$$;

create function avouch_note_active() returns trigger language plpgsql as $$
declare
  day bigint := floor(extract(epoch from new.date) / 86400)::bigint;
  before timestamptz;
begin
  delete from avouch_active_periods p where p.tenant_id = new.tenant_id and p.date >= new.date;
  perform avouch_count(new.tenant_id, 'active on ' || day, 1);
  select l.date into before from avouch_last_active l where l.tenant_id = new.tenant_id and l.user_id = new.user_id for update;
  if before is null or before < new.date then
    insert into avouch_last_active (tenant_id, user_id, date) values (new.tenant_id, new.user_id, new.date)
      on conflict (tenant_id, user_id) do update set date = excluded.date;
    perform avouch_count(new.tenant_id, 'last active on ' || day, 1);
    if before is not null then
      perform avouch_count(new.tenant_id, 'last active on ' || floor(extract(epoch from before) / 86400)::bigint, -1);
    end if;
  end if;
  return null;
end
$$;

create trigger daily_active_users__counted after insert on daily_active_users
  for each row execute function avouch_note_active();
-- end

-- sqlite only
insert into avouch_counters (tenant_id, name, shard, value)
  select tenant_id, 'active on ' || (date / 86400000), 0, count(*) from daily_active_users group by tenant_id, date;
insert into avouch_counters (tenant_id, name, shard, value)
  select tenant_id, 'last active on ' || (date / 86400000), 0, count(*) from avouch_last_active group by tenant_id, date;

create trigger daily_active_users__counted after insert on daily_active_users begin
  delete from avouch_active_periods where tenant_id = new.tenant_id and date >= new.date;
  insert into avouch_counters (tenant_id, name, shard, value) values (new.tenant_id, 'active on ' || (new.date / 86400000), 0, 1)
    on conflict (tenant_id, name, shard) do update set value = value + 1;
  update avouch_counters set value = value - 1 where tenant_id = new.tenant_id and shard = 0 and name = 'last active on ' ||
    (select date / 86400000 from avouch_last_active where tenant_id = new.tenant_id and user_id = new.user_id and date < new.date);
  insert into avouch_counters (tenant_id, name, shard, value)
    select new.tenant_id, 'last active on ' || (new.date / 86400000), 0, 1
    where not exists (select 1 from avouch_last_active where tenant_id = new.tenant_id and user_id = new.user_id and date >= new.date)
    on conflict (tenant_id, name, shard) do update set value = value + 1;
  insert into avouch_last_active (tenant_id, user_id, date) values (new.tenant_id, new.user_id, new.date)
    on conflict (tenant_id, user_id) do update set date = excluded.date where date < excluded.date;
end;
-- end
