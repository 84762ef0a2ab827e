//! Whatever is done to relations, in whatever order: no row points at nothing, and tokens carry what a simple model of
//! it says.

mod model;

use avouch_store::Read as _;
use avouch_testkit::{Client, Server, on_both};
use model::{Model, Step};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::json;

/// Link tables with what each of their columns points at.
const LINKS: &[(&str, &[(&str, &str)])] = &[
    ("users_roles", &[("user_id", "users"), ("role_id", "roles")]),
    ("applications_roles", &[("application_id", "applications"), ("role_id", "roles")]),
    ("roles_scopes", &[("role_id", "roles"), ("scope_id", "scopes")]),
    ("organization_user_relations", &[("organization_id", "organizations"), ("user_id", "users")]),
    ("organization_application_relations", &[("organization_id", "organizations"), ("application_id", "applications")]),
    (
        "organization_role_user_relations",
        &[("organization_id", "organizations"), ("organization_role_id", "organization_roles"), ("user_id", "users")],
    ),
    (
        "organization_role_application_relations",
        &[
            ("organization_id", "organizations"),
            ("organization_role_id", "organization_roles"),
            ("application_id", "applications"),
        ],
    ),
    (
        "organization_role_scope_relations",
        &[("organization_role_id", "organization_roles"), ("organization_scope_id", "organization_scopes")],
    ),
    (
        "organization_role_resource_scope_relations",
        &[("organization_role_id", "organization_roles"), ("scope_id", "scopes")],
    ),
];

async fn nothing_dangles(server: &Server) {
    let tenant = server.tenant("default");
    for (table, columns) in LINKS {
        for (column, parent) in *columns {
            let sql = format!(
                "select count(*) from {table} l where l.tenant_id = $1 \
                 and not exists (select 1 from {parent} p where p.tenant_id = $1 and p.id = l.{column})"
            );
            let dangling = tenant.fetch::<(i64,)>(sql.into(), Vec::new()).await.unwrap();
            assert_eq!(dangling[0].0, 0, "{table}.{column}");
        }
    }
}

/// Scopes of a token answer, in order; nothing where the token is refused.
fn scopes(answer: &avouch_testkit::Answer) -> Option<Vec<String>> {
    if answer.status != 200 {
        return None;
    }
    let claims = Client::claims(answer.json()["access_token"].as_str().unwrap());
    let scope = claims["scope"].as_str().unwrap_or_default().to_owned();
    let mut scopes: Vec<String> = scope.split(' ').filter(|scope| !scope.is_empty()).map(ToOwned::to_owned).collect();
    scopes.sort();
    Some(scopes)
}

/// What tokens of applications and users carry is what the model says.
async fn tokens_are_as_the_model_says(server: &Server, api: &Client, world: &Model) {
    let wanted = format!("{} {}", world.scope_names(), world.organization_scope_names());
    for (application, secret) in world.applications() {
        let anyone = server.anonymous().with_basic(&application, &secret);
        let ask = async |more: &[(&str, &str)]| {
            let mut pairs = vec![("grant_type", "client_credentials"), ("scope", wanted.as_str())];
            pairs.extend_from_slice(more);
            scopes(&anyone.form("/oidc/token", &pairs).await)
        };
        let resource = ("resource", world.indicator.as_str());
        assert_eq!(ask(&[resource]).await, Some(world.resource_scopes(&application)));
        for organization in world.organizations() {
            let within = ("organization_id", organization.as_str());
            assert_eq!(ask(&[within]).await, world.organization_scopes(&application, &organization));
            assert_eq!(ask(&[within, resource]).await, world.organization_resource_scopes(&application, &organization));
        }
    }
    for user in world.users() {
        let token =
            api.post("/api/subject-tokens", json!({ "userId": user })).await.expect(201).text_of("subjectToken");
        let pairs = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("client_id", world.exchanger.as_str()),
            ("subject_token", &token),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ("resource", &world.indicator),
            ("scope", &wanted),
        ];
        assert_eq!(scopes(&server.anonymous().form("/oidc/token", &pairs).await), Some(world.resource_scopes(&user)));
        for organization in world.organizations() {
            let shown =
                api.get(&format!("/api/organizations/{organization}/users/{user}/scopes")).await.expect(200).json();
            let mut names: Vec<&str> =
                shown.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
            names.sort_unstable();
            assert_eq!(names, world.organization_scopes(&user, &organization).unwrap_or_default());
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        (0..Step::KINDS, 0..8_usize, 0..8_usize, 0..8_usize).prop_map(|(kind, a, b, c)| Step { kind, of: [a, b, c] });
    prop::collection::vec(step, 30..40)
}

on_both!(any_sequence_of_changes, server, {
    let api = server.management().await;
    // The same sequences each time: what failed once fails again.
    let rng = TestRng::deterministic_rng(Config::default().rng_algorithm);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for round in 0..4 {
        let mut world = Model::new(&api, round).await;
        let sequence = steps().new_tree(&mut runner).unwrap().current();
        for (at, step) in sequence.iter().enumerate() {
            world.apply(&api, *step).await;
            if at % 6 == 5 {
                tokens_are_as_the_model_says(&server, &api, &world).await;
            }
        }
        tokens_are_as_the_model_says(&server, &api, &world).await;
        nothing_dangles(&server).await;
        world.clear(&api).await;
        nothing_dangles(&server).await;
    }
});
