//! What handlers take from a request.

pub(crate) mod body;
pub(crate) mod file;
pub(crate) mod idempotency_key;
pub(crate) mod ids;
pub(crate) mod last_event_id;
pub(crate) mod lines;
pub(crate) mod management;
pub(crate) mod owner;
pub(crate) mod params;
pub(crate) mod query;
pub(crate) mod search;
pub(crate) mod visitor;

pub(crate) use body::Body;
pub(crate) use file::File;
pub(crate) use idempotency_key::IdempotencyKey;
pub(crate) use ids::Ids;
pub(crate) use last_event_id::LastEventId;
pub(crate) use lines::Lines;
pub(crate) use management::Management;
pub(crate) use owner::Owner;
pub(crate) use params::Params;
pub(crate) use query::Query;
pub(crate) use search::{Find, Named, Users};
pub(crate) use visitor::Visitor;
