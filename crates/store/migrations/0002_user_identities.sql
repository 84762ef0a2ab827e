-- Finds the holder of a social identity, and lets no two users have the same one. The API shows `users.identities`.
create table avouch_user_identities (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  user_id varchar(12) not null references users (id) on update cascade on delete cascade,
  target varchar(256) not null,
  identity_id varchar(256) not null,
  primary key (tenant_id, user_id, target),
  constraint avouch_user_identities__identity unique (tenant_id, target, identity_id)
);
