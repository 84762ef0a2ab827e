//! Whether circumstances ask for a second factor: a country, a journey, an absence or an address that is unlike the user.

use avouch_domain::Result;
use avouch_model::Timestamp;
use avouch_store::users::Account;
use avouch_store::users::places::{self, Point};
use avouch_store::{Tenant, Tx};
use serde_json::{Map, Value, json};

use crate::context::SignInContext;
use crate::settings::Settings;
use crate::{State, settings};

const HOUR: f64 = 3_600_000.0;
const DAY: i64 = 86_400_000;

/// For how long a country counts as the user's.
const COUNTRY_DAYS: i64 = 180;

/// Most countries that are looked at.
const MOST_COUNTRIES: i64 = 100;

/// Longest name of a country that is kept.
const LONGEST_COUNTRY: usize = 16;

/// Nobody travels faster, in kilometres an hour.
const FASTEST: f64 = 900.0;

/// What lies within this distance is the same place: addresses are not located better, in kilometres.
const SAME_PLACE: f64 = 50.0;

/// How long a user may be away.
const ABSENT_DAYS: i64 = 30;

/// Below it an address is more likely a robot's.
const LOWEST_SCORE: f64 = 30.0;

/// Why a second factor is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Risk {
    rules: Vec<Value>,
}

impl Risk {
    /// As webhooks and administrators see it.
    pub(crate) fn shown(&self) -> Value {
        json!({ "requiresMfa": true, "triggeredRules": self.rules })
    }
}

/// What circumstances said, for administrators; nothing where the tenant does not ask.
pub(crate) fn told(settings: &Settings, state: &State, risk: Option<&Risk>) -> Map<String, Value> {
    let mut told = Map::new();
    if settings::is_adaptive(settings) {
        let context = state.sign_in_context.as_ref().map(SignInContext::injected).unwrap_or_default();
        told.insert("adaptiveMfaContext".to_owned(), context.into());
        let calm = || json!({ "requiresMfa": false, "triggeredRules": [] });
        told.insert("adaptiveMfaResult".to_owned(), risk.map_or_else(calm, Risk::shown));
    }
    told
}

/// What speaks against its being the user; nothing where the tenant does not ask.
pub(crate) async fn risk(
    tenant: &Tenant,
    settings: &Settings,
    account: &Account,
    state: &State,
) -> Result<Option<Risk>> {
    if !settings::is_adaptive(settings) {
        return Ok(None);
    }
    let fallback = SignInContext::default();
    let context = state.sign_in_context.as_ref().unwrap_or(&fallback);
    let rules = [
        country(tenant, account, context).await?,
        journey(tenant, account, context).await?,
        absence(account, tenant.now()),
        address(context),
    ];
    let rules: Vec<Value> = rules.into_iter().flatten().collect();
    Ok((!rules.is_empty()).then_some(Risk { rules }))
}

fn rule(name: &str, details: &Value) -> Value {
    json!({ "rule": name, "details": details })
}

/// A country that the user was not in lately.
async fn country(tenant: &Tenant, account: &Account, context: &SignInContext) -> Result<Option<Value>> {
    let (Some(current), Some(_)) = (kept_country(context), account.user.last_sign_in_at) else { return Ok(None) };
    let since = tenant.now().plus_millis(-COUNTRY_DAYS * DAY);
    let recent = places::countries(tenant, account.user.id.as_str(), since, MOST_COUNTRIES).await?;
    let is_new = !recent.is_empty() && !recent.contains(&current);
    Ok(is_new.then(|| {
        let details = json!({ "currentCountry": current, "windowDays": COUNTRY_DAYS, "recentCountries": recent });
        rule("new_country", &details)
    }))
}

/// A journey that takes longer.
async fn journey(tenant: &Tenant, account: &Account, context: &SignInContext) -> Result<Option<Value>> {
    let Some(current) = point(context) else { return Ok(None) };
    let Some(last) = places::last(tenant, account.user.id.as_str()).await? else { return Ok(None) };
    let distance = kilometres(last.point, current);
    let millis = tenant.now().millis().saturating_sub(last.at.millis()).max(1);
    #[expect(clippy::cast_precision_loss, reason = "hours are a rough measure")]
    let hours = millis as f64 / HOUR;
    let speed = distance / hours;
    if distance <= SAME_PLACE || speed <= FASTEST {
        return Ok(None);
    }
    let shown = |point: Point| json!({ "latitude": point.latitude, "longitude": point.longitude });
    let details = json!({
        "previous": shown(last.point), "current": shown(current), "distanceKm": distance, "durationHours": hours,
        "speedKmh": speed, "thresholdKmh": FASTEST,
    });
    Ok(Some(rule("geo_velocity", &details)))
}

/// A long absence.
fn absence(account: &Account, now: Timestamp) -> Option<Value> {
    let last = account.user.last_sign_in_at?;
    let days = now.millis().saturating_sub(last.millis()) / DAY;
    let is_long = now.millis().saturating_sub(last.millis()) > ABSENT_DAYS * DAY;
    is_long.then(|| {
        let details = json!({ "lastSignInAt": last, "inactivityDays": days, "thresholdDays": ABSENT_DAYS });
        rule("long_inactivity", &details)
    })
}

/// An address that a proxy takes for a robot's.
fn address(context: &SignInContext) -> Option<Value> {
    let score: Option<f64> = context.bot_score.as_deref().and_then(|score| score.parse().ok());
    let verified = context.bot_verified.as_deref().map(|verified| verified.eq_ignore_ascii_case("true"));
    let is_low = score.is_some_and(|score| score < LOWEST_SCORE);
    let mut matched = Vec::new();
    if is_low {
        matched.push("botScore");
    }
    if verified == Some(true) {
        matched.push("botVerified");
    }
    (!matched.is_empty()).then(|| {
        let signals = json!({ "botScore": score, "botVerified": verified });
        rule("untrusted_ip", &json!({ "signals": signals, "matchedSignals": matched }))
    })
}

fn kept_country(context: &SignInContext) -> Option<String> {
    let country = context.country.as_deref()?;
    Some(country.chars().take(LONGEST_COUNTRY).collect::<String>().to_uppercase())
}

fn point(context: &SignInContext) -> Option<Point> {
    let degrees = |text: &Option<String>, most: f64| {
        text.as_deref()?.parse::<f64>().ok().filter(|value| value.is_finite() && value.abs() <= most)
    };
    Some(Point { latitude: degrees(&context.latitude, 90.0)?, longitude: degrees(&context.longitude, 180.0)? })
}

/// The distance over the earth's surface (haversine formula).
fn kilometres(one: Point, other: Point) -> f64 {
    const RADIUS: f64 = 6371.0;
    let (from, to) = (one.latitude.to_radians(), other.latitude.to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let turn = (other.longitude - one.longitude).to_radians();
    let chord = half(to - from) + from.cos() * to.cos() * half(turn);
    2.0 * RADIUS * chord.sqrt().min(1.0).asin()
}

/// Keeps where a user signed in.
pub(crate) async fn note(tx: &Tx, user: &str, state: &State) -> Result<()> {
    let Some(context) = &state.sign_in_context else { return Ok(()) };
    if let Some(country) = kept_country(context) {
        places::note_country(tx, user, &country).await?;
    }
    if let Some(point) = point(context) {
        places::note(tx, user, point).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use avouch_store::users::places::Point;

    use super::{address, kilometres, point};
    use crate::context::SignInContext;

    #[test]
    fn distances_are_those_of_the_earth() {
        let berlin = Point { latitude: 52.52, longitude: 13.405 };
        let tokyo = Point { latitude: 35.6762, longitude: 139.6503 };
        assert!((kilometres(berlin, tokyo) - 8919.0).abs() < 20.0, "{}", kilometres(berlin, tokyo));
        assert!(kilometres(berlin, berlin) < 0.001);
        let across = kilometres(Point { latitude: 0.0, longitude: 179.9 }, Point { latitude: 0.0, longitude: -179.9 });
        assert!((across - 22.2).abs() < 0.5, "{across}");
    }

    #[test]
    fn only_numbers_of_degrees_are_a_place() {
        let at = |latitude: &str, longitude: &str| {
            point(&SignInContext::default().with("latitude", latitude).with("longitude", longitude))
        };
        assert_eq!(at("52.5", "13.4"), Some(Point { latitude: 52.5, longitude: 13.4 }));
        for (latitude, longitude) in [("91", "0"), ("0", "181"), ("NaN", "0"), ("", "0"), ("x", "y"), ("inf", "0")] {
            assert_eq!(at(latitude, longitude), None, "{latitude} {longitude}");
        }
    }

    #[test]
    fn robots_are_known_by_their_score_or_by_name() {
        let told = |score: &str, verified: &str| {
            address(&SignInContext::default().with("botScore", score).with("botVerified", verified)).is_some()
        };
        assert!(told("29", "false") && told("99", "true") && told("", "true"));
        assert!(!told("30", "false") && !told("", "") && !told("x", "x"));
    }
}
