-- Devices whose time is over are found without looking at the others.
create index avouch_trusted_devices__expires_at on trusted_devices (tenant_id, expires_at);
