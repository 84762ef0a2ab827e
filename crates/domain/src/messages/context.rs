//! What the texts of a message can say of where it comes from, and whom it is for.

use avouch_model::users::UserInfo;
use avouch_shape::JsonObject;
use avouch_store::applications::sign_in_experience;
use avouch_store::{Read as _, Tenant, applications, email_templates, organizations};
use serde_json::{Map, Value, json};

use crate::applications::built_in;
use crate::{Result, phrases};

/// What is known when a message is sent.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The client that the person came from.
    pub application: Option<&'a str>,
    /// The organization that the client asked for.
    pub organization: Option<&'a str>,
    /// Languages that the client asked for, separated by spaces.
    pub ui_locales: Option<&'a str>,
    /// Languages of the person's browser, most wanted first.
    pub languages: &'a [String],
}

impl Context<'_> {
    /// Variables for the texts of a message; `user` is whose account it is about, where that is known.
    pub async fn variables(&self, tenant: &Tenant, user: Option<&UserInfo>) -> Result<JsonObject> {
        let mut variables = Map::new();
        variables.insert("locale".to_owned(), self.locale(tenant).await?.into());
        if let Some(asked) = self.ui_locales {
            variables.insert("uiLocales".to_owned(), asked.into());
        }
        if let Some(id) = self.application {
            variables.insert("application".to_owned(), application(tenant, id).await?);
        }
        if let Some(id) = self.organization
            && let Some(facts) = organization(tenant, id).await?
        {
            variables.insert("organization".to_owned(), facts);
        }
        variables.extend(user.map(|user| ("user".to_owned(), person(user))));
        Ok(variables)
    }

    /// The person's language, out of those that there are pages or mails in.
    async fn locale(&self, tenant: &Tenant) -> Result<String> {
        let asked: Vec<String> = self.ui_locales.unwrap_or_default().split_whitespace().map(Into::into).collect();
        let mails = email_templates::languages(tenant).await?;
        Ok(phrases::choice(tenant).await?.and(mails).language(&asked, self.languages))
    }
}

/// A client that is known by its document alone has no more than its address.
async fn application(tenant: &Tenant, id: &str) -> Result<Value> {
    let known = match built_in(tenant.id(), id) {
        Some(application) => Some(application),
        None => applications::get(tenant, id).await?,
    };
    let Some(application) = known else { return Ok(json!({ "id": id })) };
    let mut facts = json!({ "id": application.id, "name": application.name });
    if let (Some(look), Some(members)) = (sign_in_experience::get(tenant, id).await?, facts.as_object_mut()) {
        members.extend(look.display_name.map(|name| ("displayName".to_owned(), name.into())));
        members.insert("branding".to_owned(), json!(look.branding));
    }
    Ok(facts)
}

/// What is said of an organization; nothing if there is none.
pub(crate) async fn organization(tenant: &Tenant, id: &str) -> Result<Option<Value>> {
    let found = organizations::get(tenant, id).await?;
    Ok(found.map(|found| json!({ "id": found.id, "name": found.name, "branding": found.branding })))
}

/// What is said of a person.
pub(crate) fn person(user: &UserInfo) -> Value {
    json!({
        "id": user.id, "avatar": user.avatar, "name": user.name, "primaryEmail": user.primary_email,
        "primaryPhone": user.primary_phone, "username": user.username, "profile": user.profile,
    })
}
