-- Two things that must not cost more as tenants grow: finding users by a part of what they are known by, and counting
-- them.

-- Numbers that are kept up to date by triggers. A number is the sum of its shards: transactions of different
-- connections do not wait for each other.
create table avouch_counters (
  tenant_id varchar(21) not null,
  name varchar(64) not null,
  shard integer not null,
  value bigint not null,
  primary key (tenant_id, name, shard)
);

insert into avouch_counters (tenant_id, name, shard, value) select tenant_id, 'users', 0, count(*) from users group by tenant_id;

-- postgres only
create function avouch_count_users() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into avouch_counters as c (tenant_id, name, shard, value)
      select tenant_id, 'users', pg_backend_pid() % 64, count(*) from changed group by tenant_id order by tenant_id
      on conflict (tenant_id, name, shard) do update set value = c.value + excluded.value;
  else
    insert into avouch_counters as c (tenant_id, name, shard, value)
      select tenant_id, 'users', pg_backend_pid() % 64, -count(*) from changed group by tenant_id order by tenant_id
      on conflict (tenant_id, name, shard) do update set value = c.value + excluded.value;
  end if;
  return null;
end
$$;

create trigger users__counted_in after insert on users referencing new table as changed
  for each statement execute function avouch_count_users();
create trigger users__counted_out after delete on users referencing old table as changed
  for each statement execute function avouch_count_users();

create function avouch_forget_counters() returns trigger language plpgsql as $$
begin
  delete from avouch_counters where tenant_id = old.id;
  return null;
end
$$;

create trigger tenants__counters after delete on tenants for each row execute function avouch_forget_counters();

-- What a user can be found by, one text.
create function avouch_user_words(id varchar, username varchar, email varchar, phone varchar, name varchar) returns text
language sql immutable parallel safe as $$
  select id || e'\n' || coalesce(username, '') || e'\n' || coalesce(email, '') || e'\n' || coalesce(phone, '') || e'\n' || coalesce(name, '')
$$;

-- Every three characters of a text in a row, within a tenant.
create function avouch_trigrams(tenant text, words text) returns text[]
language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct tenant || ':' || substr(low, at, 3)), '{}')
  from (select lower(words) as low offset 0) as lowered, generate_series(1, length(low) - 2) as at
$$;

create index avouch_users__trigrams on users
  using gin (avouch_trigrams(tenant_id, avouch_user_words(id, username, primary_email, primary_phone, name)))
  with (gin_pending_list_limit = 512);
-- end

-- sqlite only
create trigger users__counted_in after insert on users begin
  insert into avouch_counters (tenant_id, name, shard, value) values (new.tenant_id, 'users', 0, 1)
    on conflict (tenant_id, name, shard) do update set value = value + 1;
end;
create trigger users__counted_out after delete on users begin
  update avouch_counters set value = value - 1 where tenant_id = old.tenant_id and name = 'users' and shard = 0;
end;
create trigger tenants__counters after delete on tenants begin
  delete from avouch_counters where tenant_id = old.id;
end;

-- The index knows users by numbers that survive a `vacuum`, as those of their rows do not.
create table avouch_user_numbers (
  number bigint not null,
  user_id varchar(12) not null,
  primary key (number),
  constraint avouch_user_numbers__user_id unique (user_id)
);
create virtual table avouch_user_words using fts5(words, content='', contentless_delete=1, detail=none, tokenize='trigram');

-- Users whose words the index does not know yet. It takes many at once for little more than one.
create table avouch_user_words_pending (
  number bigint not null,
  primary key (number)
);

-- About how many users have three characters in a row: searches ask for the rarest ones.
create table avouch_user_trigrams (
  trigram varchar(12) not null,
  value bigint not null,
  primary key (trigram)
);

insert into avouch_user_numbers (number, user_id) select rowid, id from users;
insert into avouch_user_words_pending (number) select number from avouch_user_numbers;
create trigger users__words_in after insert on users begin
  insert into avouch_user_numbers (user_id) values (new.id);
  insert into avouch_user_words_pending (number) select number from avouch_user_numbers where user_id = new.id
    on conflict (number) do nothing;
end;
create trigger users__words_change after update of id, username, primary_email, primary_phone, name on users
when old.id is not new.id or old.username is not new.username or old.primary_email is not new.primary_email or old.primary_phone is not new.primary_phone or old.name is not new.name begin
  update avouch_user_numbers set user_id = new.id where user_id = old.id and old.id is not new.id;
  insert into avouch_user_words_pending (number) select number from avouch_user_numbers where user_id = new.id
    on conflict (number) do nothing;
end;
create trigger users__words_out after delete on users begin
  insert into avouch_user_words_pending (number) select number from avouch_user_numbers where user_id = old.id
    on conflict (number) do nothing;
  delete from avouch_user_numbers where user_id = old.id;
end;
-- end
