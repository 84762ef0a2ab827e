-- Every table, in words that both engines understand: PostgreSQL runs this as it stands, and the dialect turns it
-- into SQLite. One column or constraint a line. Updated times, and secrets of deleted identities, are kept by code.

create type agree_to_terms_policy as enum ('Automatic', 'ManualRegistrationOnly', 'Manual');
create type application_type as enum ('Native', 'SPA', 'Traditional', 'MachineToMachine', 'Protected', 'SAML');
create type organization_invitation_status as enum ('Pending', 'Accepted', 'Expired', 'Revoked');
create type role_type as enum ('User', 'MachineToMachine');
create type sentinel_action_result as enum ('Success', 'Failed');
create type sentinel_decision as enum ('Undecided', 'Allowed', 'Blocked', 'Challenge');
create type sign_in_mode as enum ('SignIn', 'Register', 'SignInAndRegister');
create type users_password_encryption_method as enum ('Argon2i', 'Argon2id', 'Argon2d', 'SHA1', 'SHA256', 'MD5', 'Bcrypt', 'Legacy');

create table tenants (
  id varchar(21) not null primary key,
  db_user varchar(128),
  db_user_password varchar(128),
  name varchar(128) not null default 'My Project',
  tag varchar(64) not null default 'development',
  created_at timestamptz not null default now(),
  is_suspended boolean not null default false,
  constraint tenants__db_user unique (db_user)
);

create table applications (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(256) not null,
  secret varchar(64) not null,
  description text,
  type application_type not null,
  oidc_client_metadata jsonb not null,
  custom_client_metadata jsonb not null default '{}',
  protected_app_metadata jsonb,
  custom_data jsonb not null default '{}',
  is_third_party boolean not null default false,
  app_level_access_control_enabled boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (id)
);

create unique index applications__protected_app_metadata_host on applications ((protected_app_metadata->>'host'));
create unique index applications__protected_app_metadata_custom_domain on applications ((protected_app_metadata->'customDomains'->0->>'domain'));
create index applications__created_at on applications (tenant_id, created_at, id);

create table roles (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(128) not null,
  description varchar(128) not null,
  type role_type not null default 'User',
  is_default boolean not null default false,
  primary key (id),
  constraint roles__name unique (tenant_id, name)
);

create table organization_roles (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(128) not null,
  description varchar(256),
  type role_type not null default 'User',
  primary key (id),
  constraint organization_roles__name unique (tenant_id, name)
);

-- postgres only
-- A row whose parent is missing passes: the foreign key says what is wrong with it.
create function check_role_type(tenant varchar, role varchar, variadic allowed text[]) returns boolean as $$
  select coalesce((select r.type::text = any(allowed) from roles r where r.tenant_id = tenant and r.id = role), true)
$$ language sql stable;

create function check_organization_role_type(tenant varchar, role varchar, variadic allowed text[]) returns boolean as $$
  select coalesce((select r.type::text = any(allowed) from organization_roles r where r.tenant_id = tenant and r.id = role), true)
$$ language sql stable;

create function check_application_type(tenant varchar, application varchar, variadic allowed text[]) returns boolean as $$
  select coalesce((select a.type::text = any(allowed) from applications a where a.tenant_id = tenant and a.id = application), true)
$$ language sql stable;
-- end

create table account_centers (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  enabled boolean not null default true,
  fields jsonb not null default '{}',
  webauthn_related_origins jsonb not null default '[]',
  delete_account_url varchar(2048),
  custom_css text,
  profile_fields jsonb,
  primary key (tenant_id, id)
);

create table aggregated_daily_active_users (
  tenant_id varchar(21) not null,
  activity_date date not null,
  user_id varchar(21) not null,
  activity_count integer not null,
  primary key (tenant_id, activity_date, user_id)
);

create table captcha_providers (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(128) not null,
  config jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (id),
  constraint captcha_providers__tenant_id unique (tenant_id)
);

create table cimd_user_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  user_scope varchar(64) not null,
  primary key (tenant_id, user_scope)
);

create table connectors (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(128) not null,
  sync_profile boolean not null default false,
  enable_token_storage boolean not null default false,
  connector_id varchar(128) not null,
  config jsonb not null default '{}',
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (id)
);

create table custom_phrases (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  language_tag varchar(16) not null,
  translation jsonb not null,
  primary key (id),
  constraint custom_phrases__language_tag unique (tenant_id, language_tag)
);

create table custom_profile_fields (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(128) not null,
  type varchar(128) not null,
  label varchar(128) not null default '',
  description varchar(256),
  required boolean not null default false,
  config jsonb not null default '{}',
  created_at timestamptz not null default now(),
  sie_order smallint not null default 0,
  primary key (id),
  constraint custom_profile_fields__name unique (tenant_id, name)
);

create table daily_active_users (
  id varchar(21) not null,
  tenant_id varchar(21) not null,
  user_id varchar(21) not null,
  date timestamptz not null default now(),
  primary key (id),
  constraint daily_active_users__user_id_date unique (user_id, date)
);

create index daily_active_users__date on daily_active_users (tenant_id, date);

create table daily_token_usage (
  id varchar(21) not null,
  tenant_id varchar(21) not null,
  usage bigint not null default 0,
  user_token_usage bigint not null default 0,
  m2m_token_usage bigint not null default 0,
  date timestamptz not null,
  primary key (id)
);

create unique index daily_token_usage__date on daily_token_usage (tenant_id, date);

create table domains (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  domain varchar(256) not null,
  status varchar(32) not null default 'PendingVerification',
  error_message varchar(1024),
  dns_records jsonb not null default '[]',
  verification_files jsonb not null default '[]',
  cloudflare_data jsonb,
  updated_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (id),
  constraint domains__domain unique (tenant_id, domain)
);

create index domains__domain_status on domains (domain, status);

create table email_templates (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  language_tag varchar(16) not null,
  template_type varchar(64) not null,
  details jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint email_templates__tenant_id__language_tag__template_type unique (tenant_id, language_tag, template_type)
);

create table hooks (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(256) not null default '',
  event varchar(128),
  events jsonb not null default '[]',
  config jsonb not null,
  signing_key varchar(64) not null default '',
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (id)
);

create table logs (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  key varchar(128) not null,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (id)
);

create index logs__created_at on logs (tenant_id, created_at, id);
create index logs__key on logs (tenant_id, key, created_at);
create index logs__user_id on logs (tenant_id, (payload->>'userId'), created_at) where payload->>'userId' is not null;
create index logs__application_id on logs (tenant_id, (payload->>'applicationId'), created_at) where payload->>'applicationId' is not null;
create index logs__hook_id on logs (tenant_id, (payload->>'hookId'), created_at) where payload->>'hookId' is not null;

create table logto_configs (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  key varchar(256) not null,
  value jsonb not null default '{}',
  primary key (tenant_id, key)
);

create table oidc_model_instances (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  model_name varchar(64) not null,
  id varchar(128) not null,
  payload jsonb not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  primary key (id),
  constraint oidc_model_instances__model_name_id unique (tenant_id, model_name, id)
);

create index oidc_model_instances__user_code on oidc_model_instances (tenant_id, model_name, (payload->>'userCode'));
create index oidc_model_instances__uid on oidc_model_instances (tenant_id, model_name, (payload->>'uid'));
create index oidc_model_instances__grant_id on oidc_model_instances (tenant_id, model_name, (payload->>'grantId'));
create index oidc_model_instances__account_id on oidc_model_instances (tenant_id, model_name, (payload->>'accountId'));
create index oidc_model_instances__expires_at on oidc_model_instances (tenant_id, expires_at);

create table one_time_tokens (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  email varchar(128) not null,
  token varchar(256) not null,
  context jsonb not null default '{}',
  status varchar(64) not null default 'active',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (id)
);

create unique index one_time_token__token on one_time_tokens (tenant_id, token);
create index one_time_tokens__email on one_time_tokens (tenant_id, email, status);

create table organization_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(128) not null,
  description varchar(256),
  primary key (id),
  constraint organization_scopes__name unique (tenant_id, name)
);

create unique index organization_scopes__tenant_id_id on organization_scopes (tenant_id, id);

create table organizations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name varchar(128) not null,
  description varchar(256),
  custom_data jsonb not null default '{}',
  is_mfa_required boolean not null default false,
  is_trusted_device_allowed boolean not null default true,
  color jsonb not null default '{}',
  branding jsonb not null default '{}',
  custom_css text,
  created_at timestamptz not null default now(),
  primary key (id)
);

create table passcodes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  interaction_jti varchar(128),
  phone varchar(32),
  email varchar(128),
  type varchar(32) not null,
  code varchar(6) not null,
  consumed boolean not null default false,
  try_count smallint not null default 0,
  created_at timestamptz not null default now(),
  primary key (id)
);

create index passcodes__interaction on passcodes (tenant_id, interaction_jti, type);
create index passcodes__email on passcodes (tenant_id, email, type);
create index passcodes__phone on passcodes (tenant_id, phone, type);

create table resources (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  name text not null,
  indicator text not null,
  is_default boolean not null default false,
  access_token_ttl bigint not null default 3600,
  primary key (id),
  constraint resources__indicator unique (tenant_id, indicator)
);

create unique index resources__is_default_true on resources (tenant_id) where is_default = true;

create table sentinel_activities (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  target_type varchar(32) not null,
  target_hash varchar(64) not null,
  action varchar(64) not null,
  action_result sentinel_action_result not null,
  payload jsonb not null,
  decision sentinel_decision not null,
  decision_expires_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (id)
);

create index sentinel_activities__target on sentinel_activities (tenant_id, target_type, target_hash, action, created_at);

create table service_logs (
  id varchar(21) not null,
  tenant_id varchar(21) not null,
  type varchar(64) not null,
  payload jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (id)
);

create index service_logs__type on service_logs (tenant_id, type, created_at);

create table sign_in_experiences (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  color jsonb not null,
  branding jsonb not null,
  hide_logto_branding boolean not null default false,
  language_info jsonb not null,
  terms_of_use_url varchar(2048),
  privacy_policy_url varchar(2048),
  agree_to_terms_policy agree_to_terms_policy not null default 'Automatic',
  sign_in jsonb not null,
  sign_up jsonb not null,
  social_sign_in jsonb not null default '{}',
  social_sign_in_connector_targets jsonb not null default '[]',
  sign_in_mode sign_in_mode not null default 'SignInAndRegister',
  custom_css text,
  custom_content jsonb not null default '{}',
  custom_ui_assets jsonb,
  custom_ui_csp jsonb not null default '{}',
  password_policy jsonb not null default '{}',
  mfa jsonb not null default '{}',
  adaptive_mfa jsonb not null default '{}',
  trusted_device jsonb not null default '{}',
  single_sign_on_enabled boolean not null default false,
  support_email text,
  support_website_url text,
  unknown_session_redirect_url text,
  captcha_policy jsonb not null default '{}',
  sentinel_policy jsonb not null default '{}',
  email_blocklist_policy jsonb not null default '{}',
  verification_code_policy jsonb not null default '{}',
  forgot_password_methods jsonb default '[]',
  passkey_sign_in jsonb not null default '{}',
  sign_up_profile_fields jsonb default '[]',
  password_expiration jsonb not null default '{}',
  username_policy jsonb not null default '{"caseSensitive":true,"minLength":1,"maxLength":128,"allowedChars":{"lowercase":true,"uppercase":true,"numbers":true,"underscore":true}}',
  primary key (tenant_id, id)
);

create table sso_connectors (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(128) not null,
  provider_name varchar(128) not null,
  connector_name varchar(128) not null,
  config jsonb not null default '{}',
  domains jsonb not null default '[]',
  branding jsonb not null default '{}',
  sync_profile boolean not null default false,
  enable_token_storage boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (id),
  constraint sso_connectors__connector_name__unique unique (tenant_id, connector_name)
);

create table systems (
  key varchar(256) not null,
  value jsonb not null default '{}',
  primary key (key)
);

create table users (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(12) not null,
  username varchar(128),
  primary_email varchar(128),
  primary_phone varchar(128),
  password_encrypted varchar(256),
  password_encryption_method users_password_encryption_method,
  name varchar(128),
  avatar varchar(2048),
  profile jsonb not null default '{}',
  application_id varchar(21),
  cimd_client_id varchar(2048),
  identities jsonb not null default '{}',
  custom_data jsonb not null default '{}',
  logto_config jsonb not null default '{}',
  mfa_verifications jsonb not null default '[]',
  is_suspended boolean not null default false,
  is_password_expired boolean not null default false,
  last_sign_in_at timestamptz,
  password_updated_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (id),
  constraint users__username unique (tenant_id, username),
  constraint users__primary_email unique (tenant_id, primary_email),
  constraint users__primary_phone unique (tenant_id, primary_phone)
);

create unique index users__id on users (tenant_id, id);
create index users__created_at on users (tenant_id, created_at, id);
create index users__lower_username on users (tenant_id, lower(username)) where username is not null;
create index users__lower_primary_email on users (tenant_id, lower(primary_email)) where primary_email is not null;

-- postgres only
create index users__mfa_verifications on users using gin (mfa_verifications jsonb_path_ops);
-- end

create table application_access_control_org_role_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  primary key (tenant_id, application_id, organization_id, organization_role_id),
  constraint application_access_control_org_role_relations__role_type check (check_organization_role_type(tenant_id, organization_role_id, 'User'))
);

create index application_access_control_org_role_relations__organization_id on application_access_control_org_role_relations (tenant_id, organization_id);
create index application_access_control_org_role_relations__organization_rol on application_access_control_org_role_relations (tenant_id, organization_role_id);

create table application_access_control_organization_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  primary key (tenant_id, application_id, organization_id)
);

create index application_access_control_organization_relations__organization on application_access_control_organization_relations (tenant_id, organization_id);

create table application_access_control_user_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  primary key (tenant_id, application_id, user_id)
);

create index application_access_control_user_relations__user_id on application_access_control_user_relations (tenant_id, user_id);

create table application_access_control_user_role_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  role_id varchar(21) not null references roles (id) on update cascade on delete cascade,
  primary key (tenant_id, application_id, role_id),
  constraint application_access_control_user_role_relations__role_type check (check_role_type(tenant_id, role_id, 'User'))
);

create index application_access_control_user_role_relations__role_id on application_access_control_user_role_relations (tenant_id, role_id);

create table application_secrets (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  name varchar(256) not null,
  value varchar(64) not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant_id, application_id, name),
  constraint application_type check (check_application_type(tenant_id, application_id, 'MachineToMachine', 'Traditional', 'Protected'))
);

create table application_sign_in_experiences (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  color jsonb not null default '{}',
  branding jsonb not null default '{}',
  custom_css text,
  terms_of_use_url varchar(2048),
  privacy_policy_url varchar(2048),
  display_name varchar(256),
  primary key (tenant_id, application_id)
);

create table application_user_consent_organization_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  organization_scope_id varchar(21) not null references organization_scopes (id) on update cascade on delete cascade,
  primary key (application_id, organization_scope_id)
);

create index application_user_consent_organization_scopes__organization_scop on application_user_consent_organization_scopes (tenant_id, organization_scope_id);

create table application_user_consent_user_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  user_scope varchar(64) not null,
  primary key (application_id, user_scope)
);

create table applications_roles (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  role_id varchar(21) not null references roles (id) on update cascade on delete cascade,
  primary key (id),
  constraint applications_roles__application_id_role_id unique (tenant_id, application_id, role_id),
  constraint applications_roles__role_type check (check_role_type(tenant_id, role_id, 'MachineToMachine'))
);

create index applications_roles__role_id on applications_roles (tenant_id, role_id);

create table cimd_grant_client_snapshots (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  grant_id varchar(128) not null,
  grant_model_name varchar(64) not null default 'Grant',
  client_id varchar(2048) not null,
  name varchar(256),
  logo_uri varchar(2048),
  created_at timestamptz not null default now(),
  primary key (tenant_id, grant_id),
  constraint cimd_grant_client_snapshots__grant_model_name check (grant_model_name = 'Grant'),
  foreign key (tenant_id, grant_model_name, grant_id) references oidc_model_instances (tenant_id, model_name, id) on update cascade on delete cascade
);

create index cimd_grant_client_snapshots__grant_model_name__grant_id on cimd_grant_client_snapshots (tenant_id, grant_model_name, grant_id);

create table cimd_organization_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_scope_id varchar(21) not null,
  primary key (tenant_id, organization_scope_id),
  foreign key (tenant_id, organization_scope_id) references organization_scopes (tenant_id, id) on update cascade on delete cascade
);

create table idp_initiated_saml_sso_sessions (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  connector_id varchar(128) not null references sso_connectors (id) on update cascade on delete cascade,
  assertion_content jsonb not null default '{}',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);

create index idp_initiated_saml_sso_sessions__connector_id on idp_initiated_saml_sso_sessions (tenant_id, connector_id);

create table oidc_session_extensions (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  session_uid varchar(128) not null,
  account_id varchar(12) not null references users (id) on update cascade on delete cascade,
  last_submission jsonb not null default '{}',
  client_id varchar(21),
  cimd_client_id varchar(2048),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, session_uid)
);

create index oidc_session_extensions__account_id on oidc_session_extensions (tenant_id, account_id);

create table organization_application_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_id, application_id),
  constraint application_type check (check_application_type(tenant_id, application_id, 'MachineToMachine'))
);

create index organization_application_relations__application_id on organization_application_relations (tenant_id, application_id);

create table organization_invitations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  inviter_id varchar(21) references users (id) on update cascade on delete cascade,
  invitee varchar(256) not null,
  accepted_user_id varchar(21) references users (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  status organization_invitation_status not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (id)
);

create unique index organization_invitations__invitee_organization_id on organization_invitations (tenant_id, invitee, organization_id) where status = 'Pending';
create index organization_invitations__inviter_id on organization_invitations (tenant_id, inviter_id);
create index organization_invitations__accepted_user_id on organization_invitations (tenant_id, accepted_user_id);
create index organization_invitations__organization_id on organization_invitations (tenant_id, organization_id);

create table organization_jit_email_domains (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  email_domain varchar(128) not null,
  primary key (tenant_id, organization_id, email_domain)
);

create table organization_jit_roles (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_id, organization_role_id)
);

create index organization_jit_roles__organization_role_id on organization_jit_roles (tenant_id, organization_role_id);

create table organization_jit_sso_connectors (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  sso_connector_id varchar(128) not null references sso_connectors (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_id, sso_connector_id)
);

create index organization_jit_sso_connectors__sso_connector_id on organization_jit_sso_connectors (tenant_id, sso_connector_id);

create table organization_role_scope_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  organization_scope_id varchar(21) not null references organization_scopes (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_role_id, organization_scope_id)
);

create index organization_role_scope_relations__organization_scope_id on organization_role_scope_relations (tenant_id, organization_scope_id);

create table organization_user_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null references organizations (id) on update cascade on delete cascade,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_id, user_id),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on update cascade on delete cascade
);

create index organization_user_relations__user_id on organization_user_relations (tenant_id, user_id);

create table personal_access_tokens (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  name varchar(256) not null,
  value varchar(64) not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant_id, user_id, name)
);

create table saml_application_configs (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  attribute_mapping jsonb not null default '{}',
  entity_id varchar(128),
  acs_url jsonb,
  encryption jsonb,
  name_id_format varchar(128) not null,
  primary key (tenant_id, application_id),
  constraint saml_application_configs__application_type check (check_application_type(tenant_id, application_id, 'SAML'))
);

create table saml_application_secrets (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  private_key text not null,
  certificate text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  active boolean not null,
  primary key (tenant_id, application_id, id),
  constraint saml_application_secrets__application_type check (check_application_type(tenant_id, application_id, 'SAML'))
);

create unique index saml_application_secrets__unique_active_secret on saml_application_secrets (tenant_id, application_id, active) where active;

create table saml_application_sessions (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(32) not null,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  saml_request_id varchar(128) not null,
  oidc_state varchar(32),
  relay_state varchar(512),
  raw_auth_request text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  constraint saml_application_sessions__application_type check (check_application_type(tenant_id, application_id, 'SAML'))
);

create index saml_application_sessions__application_id on saml_application_sessions (tenant_id, application_id);

create table saml_sso_connector_signing_keys (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  sso_connector_id varchar(128) not null references sso_connectors (id) on update cascade on delete cascade,
  private_key text not null,
  certificate text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  active boolean not null,
  primary key (tenant_id, sso_connector_id, id)
);

create unique index saml_sso_connector_signing_keys__unique_active on saml_sso_connector_signing_keys (tenant_id, sso_connector_id, active) where active;

create table scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  resource_id varchar(21) not null references resources (id) on update cascade on delete cascade,
  name varchar(256) not null,
  description text,
  created_at timestamptz not null default now(),
  primary key (id),
  constraint scopes__resource_id_name unique (tenant_id, resource_id, name)
);

create unique index scopes__tenant_id_id on scopes (tenant_id, id);

create table secrets (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null primary key,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  type varchar(256) not null,
  encrypted_dek bytea not null,
  iv bytea not null,
  auth_tag bytea not null,
  ciphertext bytea not null,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index secrets__user_id on secrets (tenant_id, user_id);

create table sso_connector_idp_initiated_auth_configs (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  connector_id varchar(128) not null references sso_connectors (id) on update cascade on delete cascade,
  default_application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  redirect_uri text,
  auth_parameters jsonb not null default '{}',
  auto_send_authorization_request boolean not null default false,
  client_idp_initiated_auth_callback_uri text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, connector_id),
  constraint application_type check (check_application_type(tenant_id, default_application_id, 'Traditional', 'SPA', 'SAML'))
);

create index sso_connector_idp_initiated_auth_configs__default_application_i on sso_connector_idp_initiated_auth_configs (tenant_id, default_application_id);

create table subject_tokens (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(25) not null,
  context jsonb not null default '{}',
  expires_at timestamptz not null,
  consumed_at timestamptz,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  created_at timestamptz not null default now(),
  creator_id varchar(32) not null,
  primary key (id)
);

create index subject_tokens__user_id on subject_tokens (tenant_id, user_id);

create table trusted_devices (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  user_id varchar(12) not null references users (id) on update cascade on delete cascade,
  secret_hash bytea not null,
  user_agent text,
  ip text,
  country varchar(16),
  city text,
  created_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (id)
);

create index trusted_devices__user_id on trusted_devices (tenant_id, user_id);

create table user_geo_locations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  user_id varchar(12) not null references users (id) on update cascade on delete cascade,
  latitude numeric(9,6),
  longitude numeric(9,6),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, user_id),
  constraint user_geo_locations__both check ((latitude is null) = (longitude is null))
);

create table user_sign_in_countries (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  user_id varchar(12) not null references users (id) on update cascade on delete cascade,
  country varchar(16) not null,
  last_sign_in_at timestamptz not null default now(),
  primary key (tenant_id, user_id, country)
);

create table user_sso_identities (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  user_id varchar(12) not null references users (id) on update cascade on delete cascade,
  issuer varchar(256) not null,
  identity_id varchar(128) not null,
  detail jsonb not null default '{}',
  created_at timestamp not null default now(),
  updated_at timestamptz not null default now(),
  sso_connector_id varchar(128) not null references sso_connectors (id) on update cascade on delete cascade,
  primary key (id),
  constraint user_sso_identities__issuer__identity_id unique (tenant_id, issuer, identity_id)
);

create index user_sso_identities__user_id on user_sso_identities (tenant_id, user_id);
create index user_sso_identities__sso_connector_id on user_sso_identities (tenant_id, sso_connector_id);

create table users_roles (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  role_id varchar(21) not null references roles (id) on update cascade on delete cascade,
  primary key (id),
  constraint users_roles__user_id_role_id unique (tenant_id, user_id, role_id),
  constraint users_roles__role_type check (check_role_type(tenant_id, role_id, 'User'))
);

create index users_roles__role_id on users_roles (tenant_id, role_id);

create table verification_records (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  user_id varchar(21) references users (id) on update cascade on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  data jsonb not null default '{}',
  primary key (id)
);

create index verification_records__user_id on verification_records (tenant_id, user_id);
create index verification_records__expires_at on verification_records (tenant_id, expires_at);

create table verification_statuses (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  user_id varchar(21) not null references users (id) on update cascade on delete cascade,
  created_at timestamptz not null default now(),
  verified_identifier varchar(255),
  primary key (id)
);

create index verification_statuses__user_id on verification_statuses (tenant_id, user_id);

create table application_user_consent_organization_resource_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  scope_id varchar(21) not null references scopes (id) on update cascade on delete cascade,
  primary key (application_id, scope_id)
);

create index application_user_consent_organization_resource_scopes__scope_id on application_user_consent_organization_resource_scopes (tenant_id, scope_id);

create table application_user_consent_organizations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  organization_id varchar(21) not null,
  user_id varchar(21) not null,
  primary key (tenant_id, application_id, organization_id, user_id),
  foreign key (tenant_id, organization_id, user_id) references organization_user_relations (tenant_id, organization_id, user_id) on update cascade on delete cascade
);

create index application_user_consent_organizations__organization_id__user_i on application_user_consent_organizations (tenant_id, organization_id, user_id);

create table application_user_consent_resource_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  application_id varchar(21) not null references applications (id) on update cascade on delete cascade,
  scope_id varchar(21) not null references scopes (id) on update cascade on delete cascade,
  primary key (application_id, scope_id)
);

create index application_user_consent_resource_scopes__scope_id on application_user_consent_resource_scopes (tenant_id, scope_id);

create table cimd_grant_organizations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  grant_id varchar(128) not null,
  grant_model_name varchar(64) not null default 'Grant',
  organization_id varchar(21) not null,
  user_id varchar(21) not null,
  primary key (tenant_id, grant_id),
  constraint cimd_grant_organizations__grant_model_name check (grant_model_name = 'Grant'),
  foreign key (tenant_id, grant_model_name, grant_id) references oidc_model_instances (tenant_id, model_name, id) on update cascade on delete cascade,
  foreign key (tenant_id, organization_id, user_id) references organization_user_relations (tenant_id, organization_id, user_id) on update cascade on delete cascade
);

create index cimd_grant_organizations__grant_model_name__grant_id on cimd_grant_organizations (tenant_id, grant_model_name, grant_id);
create index cimd_grant_organizations__organization_id__user_id on cimd_grant_organizations (tenant_id, organization_id, user_id);

create table cimd_organization_resource_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  scope_id varchar(21) not null,
  primary key (tenant_id, scope_id),
  foreign key (tenant_id, scope_id) references scopes (tenant_id, id) on update cascade on delete cascade
);

create table cimd_resource_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  scope_id varchar(21) not null,
  primary key (tenant_id, scope_id),
  foreign key (tenant_id, scope_id) references scopes (tenant_id, id) on update cascade on delete cascade
);

create table organization_invitation_role_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_invitation_id varchar(21) not null references organization_invitations (id) on update cascade on delete cascade,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_invitation_id, organization_role_id)
);

create index organization_invitation_role_relations__organization_role_id on organization_invitation_role_relations (tenant_id, organization_role_id);

create table organization_role_application_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  application_id varchar(21) not null,
  primary key (tenant_id, organization_id, organization_role_id, application_id),
  foreign key (tenant_id, organization_id, application_id) references organization_application_relations (tenant_id, organization_id, application_id) on update cascade on delete cascade,
  constraint organization_role_application_relations__role_type check (check_organization_role_type(tenant_id, organization_role_id, 'MachineToMachine'))
);

create index organization_role_application_relations__organization_role_id on organization_role_application_relations (tenant_id, organization_role_id);
create index organization_role_application_relations__organization_id__appli on organization_role_application_relations (tenant_id, organization_id, application_id);

create table organization_role_resource_scope_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  scope_id varchar(21) not null references scopes (id) on update cascade on delete cascade,
  primary key (tenant_id, organization_role_id, scope_id)
);

create index organization_role_resource_scope_relations__scope_id on organization_role_resource_scope_relations (tenant_id, scope_id);

create table organization_role_user_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  organization_id varchar(21) not null,
  organization_role_id varchar(21) not null references organization_roles (id) on update cascade on delete cascade,
  user_id varchar(21) not null,
  primary key (tenant_id, organization_id, organization_role_id, user_id),
  foreign key (tenant_id, organization_id, user_id) references organization_user_relations (tenant_id, organization_id, user_id) on update cascade on delete cascade,
  constraint organization_role_user_relations__role_type check (check_organization_role_type(tenant_id, organization_role_id, 'User'))
);

create index organization_role_user_relations__organization_role_id on organization_role_user_relations (tenant_id, organization_role_id);
create index organization_role_user_relations__organization_id__user_id on organization_role_user_relations (tenant_id, organization_id, user_id);

create table roles_scopes (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  id varchar(21) not null,
  role_id varchar(21) not null references roles (id) on update cascade on delete cascade,
  scope_id varchar(21) not null references scopes (id) on update cascade on delete cascade,
  primary key (id),
  constraint roles_scopes__role_id_scope_id unique (tenant_id, role_id, scope_id)
);

create index roles_scopes__scope_id on roles_scopes (tenant_id, scope_id);

create table secret_enterprise_sso_connector_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  secret_id varchar(21) not null references secrets (id) on update cascade on delete cascade,
  sso_connector_id varchar(128) not null references sso_connectors (id) on update cascade,
  issuer varchar(256) not null,
  identity_id varchar(128) not null,
  primary key (tenant_id, secret_id),
  foreign key (tenant_id, issuer, identity_id) references user_sso_identities (tenant_id, issuer, identity_id) on update cascade
);

create index secret_enterprise_sso_connector_relations__sso_connector_id on secret_enterprise_sso_connector_relations (tenant_id, sso_connector_id);
create index secret_enterprise_sso_connector_relations__issuer__identity_id on secret_enterprise_sso_connector_relations (tenant_id, issuer, identity_id);

create table secret_social_connector_relations (
  tenant_id varchar(21) not null references tenants (id) on update cascade on delete cascade,
  secret_id varchar(21) not null references secrets (id) on update cascade on delete cascade,
  connector_id varchar(128) not null references connectors (id) on update cascade,
  target varchar(256) not null,
  identity_id varchar(128) not null,
  primary key (tenant_id, secret_id),
  constraint secret_social_connector_relations__target__identity_id unique (tenant_id, target, identity_id)
);

create index secret_social_connector_relations__connector_id on secret_social_connector_relations (tenant_id, connector_id);

