//! What a browser's request tells of where it comes from. A proxy in front may add what it knows of the address.

use avouch_shape::Describe;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Longest text that is kept of a header.
const LONGEST: usize = 256;

/// What a request tells of where it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Describe)]
#[serde(rename_all = "camelCase", default)]
pub struct SignInContext {
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    /// What the browser calls itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Country of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// City of the address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Degrees north of the equator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latitude: Option<String>,
    /// Degrees east of Greenwich.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longitude: Option<String>,
    /// How likely it is a person, from 1 to 99.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot_score: Option<String>,
    /// Whether it is a known robot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bot_verified: Option<String>,
}

impl SignInContext {
    /// The members that a proxy may add.
    pub const INJECTED: [&str; 6] = ["country", "city", "latitude", "longitude", "botScore", "botVerified"];

    /// The same with what a proxy adds.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let place = match name {
            "country" => &mut self.country,
            "city" => &mut self.city,
            "latitude" => &mut self.latitude,
            "longitude" => &mut self.longitude,
            "botScore" => &mut self.bot_score,
            "botVerified" => &mut self.bot_verified,
            _ => return self,
        };
        let value: String = value.trim().chars().take(LONGEST).collect();
        *place = Some(value).filter(|value| !value.is_empty());
        self
    }

    /// What a proxy added.
    pub fn injected(&self) -> Map<String, Value> {
        let values = [&self.country, &self.city, &self.latitude, &self.longitude, &self.bot_score, &self.bot_verified];
        let told = Self::INJECTED.iter().zip(values);
        told.filter_map(|(name, value)| Some(((*name).to_owned(), value.as_deref()?.into()))).collect()
    }
}
