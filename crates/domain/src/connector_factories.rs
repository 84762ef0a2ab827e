//! Kinds of connectors.

use avouch_connectors::Factory;
use avouch_model::Json;
use avouch_model::connectors::{FactoryAnswer, FactoryFacts};
use avouch_shape::JsonObject;
use serde_json::{Value, json};

use crate::{Error, Result};

/// What is known of a factory; what a connector says of itself stands over it.
pub(crate) fn facts(factory: &Factory, own: &JsonObject) -> FactoryFacts {
    let known = factory.metadata();
    let find = |name: &str| own.get(name).or_else(|| known.get(name)).cloned().unwrap_or_default();
    let text = |name: &str| find(name).as_str().map(ToOwned::to_owned);
    let items = known.get("formItems").and_then(Value::as_array).cloned().unwrap_or_default();
    FactoryFacts {
        target: if factory.is_standard { text("target") } else { None }.unwrap_or_else(|| factory.target.to_owned()),
        name: Json::from(&find("name")),
        description: Json::from(&known.get("description").cloned().unwrap_or_else(|| json!({}))),
        logo: text("logo").unwrap_or_default(),
        logo_dark: text("logoDark"),
        readme: known.get("readme").and_then(Value::as_str).unwrap_or_default().to_owned(),
        form_items: items.iter().map(Json::from).collect(),
        platform: factory.platform.map(|platform| platform.as_str().to_owned()),
        is_standard: factory.is_standard.then_some(true),
        is_token_storage_supported: factory.stores_tokens.then_some(true),
    }
}

fn answer(factory: &Factory) -> FactoryAnswer {
    FactoryAnswer {
        r#type: factory.kind.as_str(),
        is_demo: false,
        id: factory.id,
        facts: facts(factory, &JsonObject::new()),
    }
}

/// All kinds.
pub fn list() -> Vec<FactoryAnswer> {
    avouch_connectors::all().iter().map(answer).collect()
}

/// One kind.
pub fn get(id: &str) -> Result<FactoryAnswer> {
    avouch_connectors::find(id).map(answer).ok_or(Error::NotFound)
}
