//! What the text of a message can say besides its code.

use avouch_shape::JsonObject;
use avouch_store::applications::sign_in_experience;
use avouch_store::{Read as _, Tenant, applications, organizations};
use serde_json::{Value, json};

use crate::applications::built_in;
use crate::{Error, Result, phrases, users};

/// Where a message is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The client that someone is on the way to.
    pub application: Option<&'a str>,
    /// The organization that its request names.
    pub organization: Option<&'a str>,
    /// Whom the message is about, once that is known.
    pub user: Option<&'a str>,
    /// Languages that the client asks for, separated by spaces.
    pub ui_locales: Option<&'a str>,
    /// Languages of the browser, most wanted first.
    pub accepted: &'a [String],
}

/// What a message that is asked for there can say; its language is that of the pages.
pub async fn of(tenant: &Tenant, around: Around<'_>) -> Result<JsonObject> {
    let asked: Vec<String> = around.ui_locales.unwrap_or_default().split_whitespace().map(ToOwned::to_owned).collect();
    let language = phrases::choice(tenant).await?.language(&asked, around.accepted);
    let mut variables = JsonObject::from_iter([("locale".to_owned(), language.into())]);
    if let Some(locales) = around.ui_locales {
        variables.insert("uiLocales".to_owned(), locales.into());
    }
    if let Some(id) = around.application {
        variables.insert("application".to_owned(), application(tenant, id).await?);
    }
    if let Some(id) = around.organization {
        variables.extend(organization(tenant, id).await?.map(|facts| ("organization".to_owned(), facts)));
    }
    if let Some(id) = around.user {
        variables.extend(user(tenant, id).await?.map(|facts| ("user".to_owned(), facts)));
    }
    Ok(variables)
}

/// A client as people know it. One that is known by its metadata document has nothing but its identifier here.
async fn application(tenant: &Tenant, id: &str) -> Result<Value> {
    let mut facts = JsonObject::from_iter([("id".to_owned(), id.into())]);
    let known = match built_in(tenant.id(), id) {
        Some(application) => Some(application),
        None => applications::get(tenant, id).await?,
    };
    if let Some(known) = known {
        facts.insert("name".to_owned(), known.name.into());
    }
    if let Some(look) = sign_in_experience::get(tenant, id).await? {
        facts.extend(look.display_name.map(|name| ("displayName".to_owned(), name.into())));
        facts.insert("branding".to_owned(), json!(look.branding));
    }
    Ok(facts.into())
}

/// An organization, if there is one.
pub(crate) async fn organization(tenant: &Tenant, id: &str) -> Result<Option<Value>> {
    let found = organizations::get(tenant, id).await?;
    Ok(found.map(|found| json!({ "id": found.id, "name": found.name, "branding": found.branding })))
}

/// A user, if there is one.
pub(crate) async fn user(tenant: &Tenant, id: &str) -> Result<Option<Value>> {
    let user = match users::info(tenant, id).await {
        Ok(user) => user,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(Some(json!({
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "avatar": user.avatar,
        "primaryEmail": user.primary_email,
        "primaryPhone": user.primary_phone,
        "profile": user.profile,
    })))
}
