//! Things that tests need, made through the API.

use serde_json::{Value, json};

use crate::Client;

impl Client {
    /// Makes an application; answers its identifier.
    pub async fn application(&self, kind: &str) -> String {
        self.post("/api/applications", json!({ "name": format!("A {kind}"), "type": kind }))
            .await
            .expect(200)
            .text_of("id")
    }

    /// The value of an application's first secret.
    pub async fn first_secret(&self, application: &str) -> String {
        let secrets = self.get(&format!("/api/applications/{application}/secrets")).await.expect(200).json();
        secrets.pointer("/0/value").and_then(Value::as_str).expect("a secret").to_owned()
    }

    /// Makes a role; answers its identifier.
    pub async fn role(&self, name: &str, kind: &str) -> String {
        let body = json!({ "name": name, "description": "For a test", "type": kind });
        self.post("/api/roles", body).await.expect(200).text_of("id")
    }

    /// Makes a resource with one scope; answers both identifiers.
    pub async fn resource(&self, indicator: &str, scope: &str) -> (String, String) {
        let resource = self.post("/api/resources", json!({ "name": "API", "indicator": indicator })).await;
        let resource = resource.expect(201).text_of("id");
        let scope = self.post(&format!("/api/resources/{resource}/scopes"), json!({ "name": scope })).await;
        (resource, scope.expect(201).text_of("id"))
    }

    /// Makes a user; answers the identifier.
    pub async fn user(&self, username: &str) -> String {
        self.post("/api/users", json!({ "username": username })).await.expect(200).text_of("id")
    }

    /// Makes an organization; answers its identifier.
    pub async fn organization(&self, name: &str) -> String {
        self.post("/api/organizations", json!({ "name": name })).await.expect(201).text_of("id")
    }

    /// Makes an organization role for users; answers its identifier.
    pub async fn organization_role(&self, name: &str) -> String {
        self.post("/api/organization-roles", json!({ "name": name })).await.expect(201).text_of("id")
    }

    /// Makes an organization role for applications; answers its identifier.
    pub async fn machine_organization_role(&self, name: &str) -> String {
        let body = json!({ "name": name, "type": "MachineToMachine" });
        self.post("/api/organization-roles", body).await.expect(201).text_of("id")
    }

    /// Makes an organization scope; answers its identifier.
    pub async fn organization_scope(&self, name: &str) -> String {
        self.post("/api/organization-scopes", json!({ "name": name })).await.expect(201).text_of("id")
    }
}
