//! The OpenAPI document, from the handlers themselves: what they take and answer is in their types.
#![expect(clippy::indexing_slicing, reason = "a member of an object that was made here")]

use std::sync::LazyLock;

use avouch_shape::{Components, Describe};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::safely::IMPORT;

/// The header that makes a change safe.
const IF_MATCH: &str = "If-Match";

/// The header that makes a creation safe.
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// Which operations a document describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// All of them.
    All,
    /// Those for back ends and operators.
    Management,
    /// Those that sign people in.
    Experience,
    /// Those for users over their own account.
    Account,
}

impl Api {
    fn contains(self, path: &str) -> bool {
        let experience = path.starts_with("/api/experience") || path.starts_with("/api/interaction");
        let account = path.starts_with("/api/my-account") || path.starts_with("/api/verifications");
        match self {
            Self::All => true,
            Self::Management => !experience && !account,
            Self::Experience => experience,
            Self::Account => account,
        }
    }
}

/// What a handler's author says of an operation; the rest is in the types.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About {
    /// Group.
    pub(crate) tag: &'static str,
    /// What it does, in a few words.
    pub(crate) summary: &'static str,
    /// Codes of the errors that it has of its own.
    pub(crate) errors: &'static [(u16, &'static str)],
    /// A further status of success without a body, which clients of the API are prepared for.
    pub(crate) also: Option<u16>,
}

/// An operation under description.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    components: &'a mut Components,
    parameters: Vec<Value>,
    body: Option<Value>,
    answers: Map<String, Value>,
    secured: bool,
}

/// Something that a handler takes.
pub(crate) trait Taken {
    /// Adds what it takes to the description.
    fn describe(operation: &mut Operation<'_>);
}

/// Something that a handler answers.
pub(crate) trait Answer {
    /// Adds the answer to the description.
    fn describe(operation: &mut Operation<'_>);
}

impl<T> Taken for axum::extract::State<T> {
    fn describe(_: &mut Operation<'_>) {
        // Of the server, not of the request.
    }
}

impl Operation<'_> {
    pub(crate) fn takes_query<T: Describe>(&mut self) {
        // A query's type is not a schema of its own: its members are parameters.
        let mut own = Components::default();
        T::describe(&mut own);
        let schemas = own.into_schemas();
        let query = schemas.values().find(|schema| schema.get("properties").is_some());
        let properties = query.and_then(|schema| schema.get("properties")).and_then(Value::as_object);
        for (name, schema) in properties.into_iter().flatten() {
            self.parameter(name, inline(schema, &schemas));
        }
    }

    pub(crate) fn parameter(&mut self, name: &str, mut schema: Value) {
        let description = schema.as_object_mut().and_then(|members| members.shift_remove("description"));
        let mut parameter = json!({ "in": "query", "name": name, "required": false });
        if let Some(description) = description {
            parameter["description"] = description;
        }
        parameter["schema"] = schema;
        self.parameters.push(parameter);
    }

    pub(crate) fn takes_body<T: Describe>(&mut self) {
        let schema = T::describe(self.components);
        self.body = Some(json!({ "required": true, "content": { "application/json": { "schema": schema } } }));
    }

    pub(crate) fn takes_lines(&mut self) {
        let schema = json!({ "type": "string", "description": "Lines of JSON." });
        self.body = Some(json!({ "required": true, "content": { "application/x-ndjson": { "schema": schema } } }));
    }

    pub(crate) fn answers_lines<T: Describe>(&mut self, status: u16) {
        let schema = T::describe(self.components);
        self.answer(status, Some(json!({ "application/x-ndjson": { "schema": schema } })));
    }

    pub(crate) fn answers_events<T: Describe>(&mut self, status: u16) {
        let schema = T::describe(self.components);
        self.answer(status, Some(json!({ "text/event-stream": { "schema": schema } })));
    }

    pub(crate) fn takes_file(&mut self) {
        let file = json!({ "type": "string", "format": "binary" });
        let form = json!({ "type": "object", "required": ["file"], "properties": { "file": file } });
        self.body = Some(json!({ "required": true, "content": { "multipart/form-data": { "schema": form } } }));
    }

    pub(crate) fn needs_token(&mut self) {
        self.secured = true;
        self.refuses(401, "auth.unauthorized");
        self.refuses(403, "auth.forbidden");
    }

    pub(crate) fn answers_json<T: Describe>(&mut self, status: u16) {
        let schema = T::describe(self.components);
        let content = json!({ "application/json": { "schema": schema } });
        self.answer(status, Some(content));
    }

    pub(crate) fn answers_text(&mut self, status: u16) {
        self.answer(status, Some(json!({ "text/plain": { "schema": { "type": "string" } } })));
    }

    pub(crate) fn answers_content(&mut self, status: u16, kind: &str) {
        self.answer(status, Some(json!({ kind: { "schema": { "type": "string" } } })));
    }

    pub(crate) fn answers_nothing(&mut self, status: u16) {
        self.answer(status, None);
    }

    fn answer(&mut self, status: u16, content: Option<Value>) {
        let reason = http::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let mut answer = json!({ "description": reason.unwrap_or_default() });
        if let Some(content) = content {
            answer["content"] = content;
        }
        self.answers.insert(status.to_string(), answer);
    }

    /// Adds an error; those of one status are listed together.
    pub(crate) fn refuses(&mut self, status: u16, code: &str) {
        let error = self.components.named::<Failure>("Error", |_| error_schema());
        let answer = self
            .answers
            .entry(status.to_string())
            .or_insert_with(|| json!({ "description": "", "content": { "application/json": { "schema": error } } }));
        let known = answer.get("description").and_then(Value::as_str).unwrap_or_default();
        if known.split(", ").all(|known| known != format!("`{code}`")) {
            let all = if known.is_empty() { format!("`{code}`") } else { format!("{known}, `{code}`") };
            answer["description"] = all.into();
        }
    }
}

fn error_schema() -> Value {
    json!({
        "type": "object",
        "description": "An error. Programs read `code`; `message` is for people.",
        "required": ["message"],
        "properties": {
            "code": { "type": "string" },
            "data": {},
            "details": { "type": "string" },
            "message": { "type": "string" },
        },
    })
}

/// Replaces references to schemas of a query by the schemas.
fn inline(schema: &Value, schemas: &Map<String, Value>) -> Value {
    match schema {
        Value::Object(members) => {
            if let Some(name) = members.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next()) {
                return schemas.get(name).cloned().unwrap_or_default();
            }
            members.iter().map(|(key, value)| (key.clone(), inline(value, schemas))).collect()
        }
        Value::Array(values) => values.iter().map(|value| inline(value, schemas)).collect(),
        other => other.clone(),
    }
}

/// A described operation.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) method: http::Method,
    pub(crate) path: &'static str,
    pub(crate) about: About,
    pub(crate) describe: fn(&mut Operation<'_>),
}

impl Described {
    fn document(&self, components: &mut Components) -> Value {
        let mut operation =
            Operation { components, parameters: Vec::new(), body: None, answers: Map::new(), secured: false };
        for name in path_parameters(self.path) {
            let schema = json!({ "type": "string", "minLength": 1 });
            operation.parameters.push(json!({ "in": "path", "name": name, "required": true, "schema": schema }));
        }
        (self.describe)(&mut operation);
        let header = self.header().filter(|_| operation.secured);
        match header.as_ref().and_then(|header| header["name"].as_str()) {
            Some(IF_MATCH) => operation.refuses(412, "request.precondition_failed"),
            // An import tells of each line anew.
            Some(IDEMPOTENCY_KEY) if self.path != IMPORT => {
                operation.refuses(409, "request.under_way");
                operation.refuses(422, "request.idempotency_key_reused");
            }
            _ => {}
        }
        operation.parameters.extend(header);
        if operation.body.is_some() || !operation.parameters.is_empty() {
            operation.refuses(400, "guard.invalid_input");
        }
        for (status, code) in self.about.errors {
            operation.refuses(*status, code);
        }
        if let Some(status) = self.about.also {
            operation.answers_nothing(status);
        }
        let Operation { parameters, body, answers, secured, .. } = operation;
        let mut out = json!({ "tags": [self.about.tag], "summary": self.about.summary, "operationId": self.id() });
        if !parameters.is_empty() {
            out["parameters"] = parameters.into();
        }
        if let Some(body) = body {
            out["requestBody"] = body;
        }
        out["responses"] = answers.into();
        if !secured {
            out["security"] = json!([]);
        }
        out
    }

    /// The header that makes a write of the Management API safe.
    fn header(&self) -> Option<Value> {
        if !Api::Management.contains(self.path) {
            return None;
        }
        let (name, description) = match self.method {
            http::Method::POST => {
                (IDEMPOTENCY_KEY, "A name for this request: sent again within a day, it is not made again.")
            }
            http::Method::PATCH | http::Method::PUT | http::Method::DELETE => {
                (IF_MATCH, "The `ETag` of what is to be changed, as it was read.")
            }
            _ => return None,
        };
        let schema = json!({ "type": "string" });
        Some(json!({ "in": "header", "name": name, "required": false, "description": description, "schema": schema }))
    }

    /// `GET /api/roles/{id}/scopes` is `GetRoleScopes` in many generators; here the path itself says it.
    fn id(&self) -> String {
        let mut id = self.method.as_str().to_lowercase();
        for word in self.path.split(['/', '-', '.', '{', '}']).filter(|word| !word.is_empty() && *word != "api") {
            let mut characters = word.chars();
            id.extend(characters.next().map(|first| first.to_ascii_uppercase()));
            id.extend(characters);
        }
        id
    }
}

fn path_parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

/// The operations of an API by path, and the schemas that they name.
fn operations(api: Api) -> (Map<String, Value>, Components) {
    let mut components = Components::default();
    let mut paths = Map::new();
    let routes = super::app::routes();
    for described in routes.described().iter().filter(|described| api.contains(described.path)) {
        let operation = described.document(&mut components);
        let path = paths.entry(described.path).or_insert_with(|| json!({}));
        path[described.method.as_str().to_lowercase()] = operation;
    }
    paths.sort_keys();
    (paths, components)
}

/// The document of an API.
pub fn document(api: Api) -> Value {
    let (paths, components) = operations(api);
    json!({
        "openapi": "3.0.1",
        "info": {
            "title": "Avouch",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Get an access token at `/oidc/token` with the client credentials grant and the resource of \
                            the tenant's Management API, such as `https://default.logto.app/api`.",
        },
        "security": [{ "OAuth2": ["all"] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "OAuth2": {
                    "type": "oauth2",
                    "flows": { "clientCredentials": { "tokenUrl": "/oidc/token", "scopes": { "all": "Everything" } } },
                },
            },
            "schemas": components.into_schemas(),
        },
    })
}

/// The document of an API, written once.
pub(crate) fn bytes(api: Api) -> Bytes {
    static ALL: LazyLock<Bytes> = LazyLock::new(|| document(Api::All).to_string().into());
    static MANAGEMENT: LazyLock<Bytes> = LazyLock::new(|| document(Api::Management).to_string().into());
    static EXPERIENCE: LazyLock<Bytes> = LazyLock::new(|| document(Api::Experience).to_string().into());
    static ACCOUNT: LazyLock<Bytes> = LazyLock::new(|| document(Api::Account).to_string().into());
    match api {
        Api::All => &*ALL,
        Api::Management => &*MANAGEMENT,
        Api::Experience => &*EXPERIENCE,
        Api::Account => &*ACCOUNT,
    }
    .clone()
}

#[cfg(test)]
mod tests {
    use super::{Api, operations};

    #[test]
    fn a_schema_has_a_name_of_its_own() {
        let (_, components) = operations(Api::All);
        assert!(components.contested().is_empty(), "several types are called {:?}", components.contested());
    }
}
