//! A model of who has what: sets of pairs, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use avouch_testkit::Client;
use serde_json::{Value, json};

/// What there are two of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Application,
    MachineRole,
    UserRole,
    Scope,
    Organization,
    MachineOrganizationRole,
    UserOrganizationRole,
    OrganizationScope,
    User,
}

impl Kind {
    pub(super) const ALL: [Self; 9] = [
        Self::Application,
        Self::MachineRole,
        Self::UserRole,
        Self::Scope,
        Self::Organization,
        Self::MachineOrganizationRole,
        Self::UserOrganizationRole,
        Self::OrganizationScope,
        Self::User,
    ];

    fn path(self, resource: &str) -> String {
        match self {
            Self::Application => "/api/applications".to_owned(),
            Self::MachineRole | Self::UserRole => "/api/roles".to_owned(),
            Self::Scope => format!("/api/resources/{resource}/scopes"),
            Self::Organization => "/api/organizations".to_owned(),
            Self::MachineOrganizationRole | Self::UserOrganizationRole => "/api/organization-roles".to_owned(),
            Self::OrganizationScope => "/api/organization-scopes".to_owned(),
            Self::User => "/api/users".to_owned(),
        }
    }

    fn body(self, name: &str) -> Value {
        let typed = |kind: &str| json!({ "name": name, "description": "d", "type": kind });
        match self {
            Self::Application | Self::MachineRole | Self::MachineOrganizationRole => typed("MachineToMachine"),
            Self::UserRole | Self::UserOrganizationRole => typed("User"),
            Self::Scope | Self::Organization | Self::OrganizationScope => json!({ "name": name }),
            Self::User => json!({ "username": name }),
        }
    }
}

/// A relation: what it links, under which address and by which names.
struct Relation {
    /// Who, and what it gets.
    ends: (Kind, Kind),
    /// `{0}` is who.
    path: &'static str,
    /// Member of bodies that add and replace.
    member: &'static str,
    /// Whether a whole list can be put; adding twice is refused where it cannot.
    puts: bool,
}

const RELATIONS: &[Relation] = &[
    Relation {
        ends: (Kind::Application, Kind::MachineRole),
        path: "/api/applications/{0}/roles",
        member: "roleIds",
        puts: true,
    },
    Relation { ends: (Kind::User, Kind::UserRole), path: "/api/users/{0}/roles", member: "roleIds", puts: true },
    Relation { ends: (Kind::MachineRole, Kind::Scope), path: "/api/roles/{0}/scopes", member: "scopeIds", puts: false },
    Relation { ends: (Kind::UserRole, Kind::Scope), path: "/api/roles/{0}/scopes", member: "scopeIds", puts: false },
    Relation {
        ends: (Kind::Organization, Kind::Application),
        path: "/api/organizations/{0}/applications",
        member: "applicationIds",
        puts: true,
    },
    Relation {
        ends: (Kind::Organization, Kind::User),
        path: "/api/organizations/{0}/users",
        member: "userIds",
        puts: true,
    },
    Relation {
        ends: (Kind::MachineOrganizationRole, Kind::OrganizationScope),
        path: "/api/organization-roles/{0}/scopes",
        member: "organizationScopeIds",
        puts: true,
    },
    Relation {
        ends: (Kind::UserOrganizationRole, Kind::OrganizationScope),
        path: "/api/organization-roles/{0}/scopes",
        member: "organizationScopeIds",
        puts: true,
    },
    Relation {
        ends: (Kind::MachineOrganizationRole, Kind::Scope),
        path: "/api/organization-roles/{0}/resource-scopes",
        member: "scopeIds",
        puts: true,
    },
];

/// A step: which, and of what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) kind: usize,
    pub(super) of: [usize; 3],
}

impl Step {
    /// Adds (twice as likely), replaces and removes of relations and of roles of members; and the end of things.
    pub(super) const KINDS: usize = 6;
}

type Pair = (String, String);

/// Who has what.
#[derive(Debug)]
pub(super) struct Model {
    round: usize,
    made: usize,
    things: BTreeMap<Kind, Vec<String>>,
    names: BTreeMap<String, String>,
    secrets: BTreeMap<String, String>,
    links: BTreeSet<Pair>,
    /// Organization, member and role.
    held: BTreeSet<(String, String, String)>,
    resource: String,
    pub(super) indicator: String,
    pub(super) exchanger: String,
}

impl Model {
    /// Two of everything, and nobody has anything.
    pub(super) async fn new(api: &Client, round: usize) -> Self {
        let indicator = format!("https://api{round}.test");
        let body = json!({ "name": "API", "indicator": indicator });
        let resource = api.post("/api/resources", body).await.expect(201).text_of("id");
        let body = json!({
            "name": "x", "type": "SPA", "customClientMetadata": { "allowTokenExchange": true },
            "oidcClientMetadata": { "redirectUris": ["https://app.test"], "postLogoutRedirectUris": [] },
        });
        let exchanger = api.post("/api/applications", body).await.expect(200).text_of("id");
        let mut model = Self {
            round,
            made: 0,
            things: BTreeMap::new(),
            names: BTreeMap::new(),
            secrets: BTreeMap::new(),
            links: BTreeSet::new(),
            held: BTreeSet::new(),
            resource,
            indicator,
            exchanger,
        };
        for kind in Kind::ALL {
            for _ in 0..2 {
                model.make(api, kind).await;
            }
        }
        model
    }

    async fn make(&mut self, api: &Client, kind: Kind) {
        self.made += 1;
        let name = format!("n{}_{}", self.round, self.made);
        let made = api.post(&kind.path(&self.resource), kind.body(&name)).await;
        assert!(made.status.is_success(), "{}", made.text());
        let id = made.text_of("id");
        if kind == Kind::Application {
            self.secrets.insert(id.clone(), api.first_secret(&id).await);
        }
        self.names.insert(id.clone(), name);
        self.things.entry(kind).or_default().push(id);
    }

    fn one(&self, kind: Kind, number: usize) -> String {
        let all = &self.things[&kind];
        all[number % all.len()].clone()
    }

    /// Takes a step in the API and here.
    pub(super) async fn apply(&mut self, api: &Client, step: Step) {
        let [a, b, c] = step.of;
        match step.kind {
            0 | 1 => self.add(api, &RELATIONS[a % RELATIONS.len()], b, c).await,
            2 => self.replace(api, &RELATIONS[a % RELATIONS.len()], b, c).await,
            3 => self.remove(api, &RELATIONS[a % RELATIONS.len()], b, c).await,
            4 => self.give(api, a, b, c).await,
            _ => self.end(api, a + b, c).await,
        }
    }

    async fn add(&mut self, api: &Client, relation: &Relation, b: usize, c: usize) {
        let pair = (self.one(relation.ends.0, b), self.one(relation.ends.1, c));
        let body = json!({ relation.member: [pair.1] });
        let answer = api.post(&relation.path.replace("{0}", &pair.0), body).await;
        if !relation.puts && self.links.contains(&pair) {
            answer.refuses(422, "role.scope_exists");
        } else {
            answer.expect(201);
            self.links.insert(pair);
        }
    }

    async fn replace(&mut self, api: &Client, relation: &Relation, b: usize, c: usize) {
        if !relation.puts {
            return;
        }
        let who = self.one(relation.ends.0, b);
        let children: Vec<String> = self.things[&relation.ends.1].iter().take(c % 3).cloned().collect();
        let path = relation.path.replace("{0}", &who);
        let answer = api.put(&path, json!({ relation.member: children })).await;
        assert!(answer.status.is_success(), "{path} {}", answer.text());
        let all = self.things[&relation.ends.1].clone();
        for child in all {
            if children.contains(&child) {
                self.links.insert((who.clone(), child));
            } else {
                self.unlink(&who, &child);
            }
        }
    }

    async fn remove(&mut self, api: &Client, relation: &Relation, b: usize, c: usize) {
        let (who, child) = (self.one(relation.ends.0, b), self.one(relation.ends.1, c));
        let answer = api.delete(&format!("{}/{child}", relation.path.replace("{0}", &who))).await;
        if self.links.contains(&(who.clone(), child.clone())) {
            answer.expect(204);
            self.unlink(&who, &child);
        } else {
            answer.refuses(404, "entity.not_found");
        }
    }

    /// Who leaves an organization leaves its roles there.
    fn unlink(&mut self, who: &str, child: &str) {
        self.links.remove(&(who.to_owned(), child.to_owned()));
        self.held.retain(|(organization, member, _)| organization != who || member != child);
    }

    /// Gives a member a role of an organization, or takes it.
    async fn give(&mut self, api: &Client, a: usize, b: usize, c: usize) {
        let (kind, role, part) = if a.is_multiple_of(2) {
            (Kind::Application, Kind::MachineOrganizationRole, "applications")
        } else {
            (Kind::User, Kind::UserOrganizationRole, "users")
        };
        let (organization, member, role) = (self.one(Kind::Organization, b), self.one(kind, c), self.one(role, b + c));
        let path = format!("/api/organizations/{organization}/{part}/{member}/roles");
        let is_member = self.links.contains(&(organization.clone(), member.clone()));
        let held = (organization, member, role.clone());
        let answer = if self.held.contains(&held) {
            api.delete(&format!("{path}/{role}")).await
        } else {
            api.post(&path, json!({ "organizationRoleIds": [role] })).await
        };
        if !is_member {
            answer.refuses(422, "organization.require_membership");
        } else if self.held.remove(&held) {
            answer.expect(204);
        } else {
            answer.expect(201);
            self.held.insert(held);
        }
    }

    /// Deletes a thing, with everything that hangs on it, and makes another one.
    async fn end(&mut self, api: &Client, a: usize, c: usize) {
        let kind = Kind::ALL[a % Kind::ALL.len()];
        let id = self.one(kind, c);
        api.delete(&format!("{}/{id}", kind.path(&self.resource))).await.expect(204);
        self.things.get_mut(&kind).unwrap().retain(|own| *own != id);
        self.links.retain(|(one, other)| *one != id && *other != id);
        self.held.retain(|(organization, member, role)| *organization != id && *member != id && *role != id);
        self.make(api, kind).await;
    }

    /// Deletes everything.
    pub(super) async fn clear(self, api: &Client) {
        for (kind, ids) in &self.things {
            for id in ids {
                api.delete(&format!("{}/{id}", kind.path(&self.resource))).await.expect(204);
            }
        }
        api.delete(&format!("/api/resources/{}", self.resource)).await.expect(204);
        api.delete(&format!("/api/applications/{}", self.exchanger)).await.expect(204);
    }

    pub(super) fn applications(&self) -> Vec<Pair> {
        self.things[&Kind::Application].iter().map(|id| (id.clone(), self.secrets[id].clone())).collect()
    }

    pub(super) fn organizations(&self) -> Vec<String> {
        self.things[&Kind::Organization].clone()
    }

    pub(super) fn users(&self) -> Vec<String> {
        self.things[&Kind::User].clone()
    }

    fn names_of(&self, kind: Kind) -> String {
        self.things[&kind].iter().map(|id| self.names[id].as_str()).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn scope_names(&self) -> String {
        self.names_of(Kind::Scope)
    }

    pub(super) fn organization_scope_names(&self) -> String {
        self.names_of(Kind::OrganizationScope)
    }

    fn linked<'a>(&'a self, who: &'a str) -> impl Iterator<Item = &'a String> {
        self.links.iter().filter(move |(one, _)| one == who).map(|(_, other)| other)
    }

    /// Names of what of a kind any of some roles grants, in order.
    fn granted<'a>(&self, roles: impl Iterator<Item = &'a String>, kind: Kind) -> Vec<String> {
        let ids: BTreeSet<&String> =
            roles.flat_map(|role| self.linked(role)).filter(|id| self.things[&kind].contains(id)).collect();
        let mut names: Vec<String> = ids.into_iter().map(|id| self.names[id].clone()).collect();
        names.sort();
        names
    }

    /// Scopes of the resource that someone has through roles.
    pub(super) fn resource_scopes(&self, who: &str) -> Vec<String> {
        self.granted(self.linked(who), Kind::Scope)
    }

    fn within(&self, who: &str, organization: &str, kind: Kind) -> Option<Vec<String>> {
        if !self.links.contains(&(organization.to_owned(), who.to_owned())) {
            return None;
        }
        let roles = self.held.iter().filter(|(of, member, _)| of == organization && member == who);
        Some(self.granted(roles.map(|(_, _, role)| role), kind))
    }

    /// Organization scopes that a member has through its roles there; nothing for someone who is no member.
    pub(super) fn organization_scopes(&self, who: &str, organization: &str) -> Option<Vec<String>> {
        self.within(who, organization, Kind::OrganizationScope)
    }

    /// The same of scopes of the resource.
    pub(super) fn organization_resource_scopes(&self, who: &str, organization: &str) -> Option<Vec<String>> {
        self.within(who, organization, Kind::Scope)
    }
}
