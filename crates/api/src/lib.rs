//! HTTP: parses a request, asks the domain, answers.
