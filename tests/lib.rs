//! Tests through the public HTTP API; there is nothing to use here.
