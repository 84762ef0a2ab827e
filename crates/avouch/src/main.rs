//! An identity and access management server in one binary.
fn main() {}
