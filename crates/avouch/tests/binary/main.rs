//! The binary as an operator uses it: started, killed, and told wrong things.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod adopt;
mod clients;
mod commands;
mod durability;
mod health;
mod process;
mod restart;
mod starts;
mod tls;
mod webhooks;
