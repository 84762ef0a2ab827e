-- Most records have no user code, and only sessions are found by their uid: writing a token need not touch these.
drop index oidc_model_instances__user_code;
drop index oidc_model_instances__uid;
create index oidc_model_instances__user_code on oidc_model_instances (tenant_id, model_name, (payload->>'userCode')) where payload->>'userCode' is not null;
create index oidc_model_instances__uid on oidc_model_instances (tenant_id, model_name, (payload->>'uid')) where payload->>'uid' is not null;
