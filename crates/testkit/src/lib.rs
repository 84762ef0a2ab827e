//! A real server on a real database for tests.
