#!/usr/bin/env bash
# Runs every test on SQLite and on a PostgreSQL of its own. Arguments go to the test runner.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

# Installs Debian packages, or says which ones are missing.
install() {
    say "installing $*"
    command -v apt-get >/dev/null && as_root apt-get update -qq && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null ||
        fail "The tests need Debian's packages: $*. Install them (apt-get install $*) and run the tests again."
}

ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || install postgresql
[ -x "${CHROMIUM:=/usr/bin/chromium}" ] || install chromium
export CHROMIUM

WORK=$(mktemp -d)
chmod 755 "$WORK"
trap 'scripts/cluster.sh drop "$WORK/postgres"; rm -rf "$WORK"' EXIT
say "starting a throw-away PostgreSQL"
AVOUCH_TEST_POSTGRES=$(scripts/cluster.sh make "$WORK/postgres")
export AVOUCH_TEST_POSTGRES

say "installing the standard clients that tests use"
for clients in tests/clients tests/browser; do
    npm ci --prefix "$clients" --no-audit --no-fund --silent
done

say "running the tests on both databases"
if cargo nextest --version >/dev/null 2>&1; then
    AVOUCH_PROVOKED="$WORK/provoked" cargo nextest run --workspace "$@"
    if [ $# = 0 ]; then
        say "comparing what they provoked with tests/provoked.tsv"
        cargo run --quiet -p xtask -- provoked --check "$WORK/provoked"
    fi
else
    cargo test --workspace "$@"
fi
