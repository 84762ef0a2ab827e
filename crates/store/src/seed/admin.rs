//! The tenant of operators and of the console.

use serde_json::json;

use super::{SeedOptions, Seeder, id21, secret};
use crate::{Result, Value};

/// The application through which the default tenant is known to the admin tenant.
pub(super) struct Service {
    pub(super) id: String,
    pub(super) secret: String,
}

const CLOUD_SCOPES: [&str; 8] = [
    "create:tenant",
    "manage:tenant:self",
    "send:email",
    "send:sms",
    "fetch:custom:jwt",
    "report:subscription:updates",
    "create:affiliate",
    "manage:affiliate",
];

const ORGANIZATION_SCOPES: [&str; 8] = [
    "read:data",
    "write:data",
    "delete:data",
    "read:member",
    "invite:member",
    "remove:member",
    "update:member:role",
    "manage:tenant",
];

/// What a collaborator may do with a tenant.
const COLLABORATOR_SCOPES: [&str; 4] = ["read:data", "write:data", "delete:data", "read:member"];

/// Writes its rows.
pub(super) async fn write(seeder: &Seeder<'_>, options: &SeedOptions) -> Result<Service> {
    let roles = resources_and_roles(seeder).await?;
    let service = applications(seeder, &roles.tenant_application).await?;
    organizations(seeder).await?;
    let mfa = json!({
        "factors": ["Totp", "WebAuthn", "BackupCode"],
        "policy": "NoPrompt",
        "organizationRequiredMfaPolicy": "Mandatory",
    });
    seeder.sign_in_experience("Register", true, &mfa).await?;
    let fields = json!({
        "name": "Edit", "avatar": "Edit", "profile": "Edit", "email": "Edit", "phone": "Edit", "password": "Edit",
        "username": "Edit", "social": "Edit", "customData": "Edit", "mfa": "Edit",
    });
    let account = [
        seeder.tenant(),
        ("id", "default".into()),
        ("enabled", true.into()),
        ("fields", Value::from(&fields)),
        ("profile_fields", Value::from(&json!([{ "name": "name" }, { "name": "avatar" }]))),
    ];
    seeder.insert("account_centers", account).await?;
    seeder.configs(options).await?;
    Ok(service)
}

struct Roles {
    tenant_application: String,
}

async fn resources_and_roles(seeder: &Seeder<'_>) -> Result<Roles> {
    let (default, admin, me) = (id21(), id21(), id21());
    let api =
        |tenant: &str| (format!("https://{tenant}.logto.app/api"), format!("Logto Management API for tenant {tenant}"));
    for (tenant, scope) in [("default", &default), ("admin", &admin)] {
        let (indicator, name) = api(tenant);
        seeder.resource(&id21(), &indicator, &name, &[(scope, "all")]).await?;
    }
    seeder.resource(&id21(), "https://admin.logto.app/me", "Logto Me API", &[(&me, "all")]).await?;
    let cloud = CLOUD_SCOPES.map(|name| (id21(), name));
    let cloud_id = |wanted: &str| cloud.iter().find(|(_, name)| *name == wanted).map_or("", |(id, _)| id);
    let listed: Vec<(&str, &str)> = cloud.iter().map(|(id, name)| (id.as_str(), *name)).collect();
    seeder.resource(&id21(), "https://cloud.logto.io/api", "Logto Cloud API", &listed).await?;

    let machine = "MachineToMachine";
    for (tenant, scope) in [("default", &default), ("admin", &admin)] {
        let description = format!("Gives every permission of the Management API of tenant {tenant}.");
        seeder.role(&format!("m-{tenant}"), &format!("machine:mapi:{tenant}"), machine, &description, &[scope]).await?;
    }
    let tenant_application = id21();
    let service = ["send:sms", "send:email", "fetch:custom:jwt", "report:subscription:updates"].map(cloud_id);
    seeder
        .role(&tenant_application, "tenantApplication", machine, "What a tenant itself may ask for.", &service)
        .await?;
    let user = [me.as_str(), cloud_id("create:tenant"), cloud_id("manage:tenant:self")];
    seeder.role(&id21(), "user", "User", "What everyone with an account here may do.", &user).await?;
    let description = "Gives every permission of the Management API of tenant default.";
    seeder.role(&id21(), "default:admin", "User", description, &[&default]).await?;
    Ok(Roles { tenant_application })
}

async fn applications(seeder: &Seeder<'_>, service_role: &str) -> Result<Service> {
    let none = json!({ "redirectUris": [], "postLogoutRedirectUris": [] });
    let application = |id: &str, name: &str, kind: &str, secret: &str, custom: serde_json::Value| {
        [
            seeder.tenant(),
            ("id", id.into()),
            ("name", name.into()),
            ("secret", secret.into()),
            ("type", kind.into()),
            ("oidc_client_metadata", Value::from(&none)),
            ("custom_client_metadata", Value::from(&custom)),
            ("created_at", seeder.now.into()),
        ]
    };
    seeder.insert("applications", application("admin-console", "Admin Console", "SPA", &secret(), json!({}))).await?;
    let service = Service { id: id21(), secret: secret() };
    let machine = "MachineToMachine";
    let custom = json!({ "tenantId": "default" });
    seeder.insert("applications", application(&service.id, "Cloud Service", machine, &service.secret, custom)).await?;
    give_role(seeder, &service.id, service_role).await?;
    for tenant in ["default", "admin"] {
        let (id, name) = (format!("m-{tenant}"), format!("Management API access for {tenant}"));
        seeder.insert("applications", application(&id, &name, machine, &secret(), json!({}))).await?;
        give_role(seeder, &id, &id).await?;
    }
    Ok(service)
}

async fn give_role(seeder: &Seeder<'_>, application: &str, role: &str) -> Result<()> {
    let row =
        [seeder.tenant(), ("id", id21().into()), ("application_id", application.into()), ("role_id", role.into())];
    seeder.insert("applications_roles", row).await
}

async fn organizations(seeder: &Seeder<'_>) -> Result<()> {
    for tenant in ["default", "admin"] {
        let row = [
            seeder.tenant(),
            ("id", format!("t-{tenant}").into()),
            ("name", format!("Tenant {tenant}").into()),
            ("created_at", seeder.now.into()),
        ];
        seeder.insert("organizations", row).await?;
    }
    for name in ORGANIZATION_SCOPES {
        seeder
            .insert("organization_scopes", [seeder.tenant(), ("id", scope_id(name).into()), ("name", name.into())])
            .await?;
    }
    for (role, scopes) in [("admin", &ORGANIZATION_SCOPES[..]), ("collaborator", &COLLABORATOR_SCOPES[..])] {
        let row = [seeder.tenant(), ("id", role.into()), ("name", role.into()), ("type", "User".into())];
        seeder.insert("organization_roles", row).await?;
        for scope in scopes {
            let row = [
                seeder.tenant(),
                ("organization_role_id", role.into()),
                ("organization_scope_id", scope_id(scope).into()),
            ];
            seeder.insert("organization_role_scope_relations", row).await?;
        }
    }
    Ok(())
}

fn scope_id(name: &str) -> String {
    name.replace(':', "-")
}
