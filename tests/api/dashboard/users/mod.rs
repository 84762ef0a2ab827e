//! `/api/dashboard/users`

mod active;
mod new;
mod total;
