#!/usr/bin/env bash
# Says in one sentence what to install when a tool is missing.
set -euo pipefail

for tool in "$@"; do
    command -v "$tool" >/dev/null && continue
    case "$tool" in
        cargo) echo "cargo is missing: install Rust 1.95 or newer with rustup (https://rustup.rs)." ;;
        cc) echo "A C compiler is missing: install Debian's package gcc (apt-get install gcc libc6-dev)." ;;
        node | npm) echo "$tool is missing: install Debian's packages nodejs and npm, or Node.js 20 or newer." ;;
        *) echo "$tool is missing: install it." ;;
    esac >&2
    exit 1
done
