#!/usr/bin/env bash
# A throw-away PostgreSQL cluster for tests.
#   cluster.sh make DIR     makes and starts one in DIR, prints its URL
#   cluster.sh stop DIR     stops it at once, as a crash would
#   cluster.sh start DIR    starts it again at the same address
#   cluster.sh drop DIR     stops it and removes DIR
set -euo pipefail

COMMAND=$1
DIR=$2
BIN=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$BIN/initdb" ] || { echo "A PostgreSQL server is missing: install Debian's package postgresql." >&2; exit 1; }

# initdb does not run as root: the package's own user does it then.
pg() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

start() {
    pg "$BIN/pg_ctl" -D "$DIR/data" -l "$DIR/log" -w start >/dev/null || { cat "$DIR/log" >&2; exit 1; }
}

stop() {
    pg "$BIN/pg_ctl" -D "$DIR/data" -m immediate stop >/dev/null 2>&1 || true
}

case "$COMMAND" in
    make)
        mkdir -p "$DIR"
        [ "$(id -u)" = 0 ] && chown postgres "$DIR"
        pg "$BIN/initdb" -D "$DIR/data" -U postgres -A trust -E UTF8 --no-sync >/dev/null
        PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
        pg tee -a "$DIR/data/postgresql.conf" >/dev/null <<CONF
port = $PORT
listen_addresses = '127.0.0.1'
unix_socket_directories = '$DIR'
fsync = ${FSYNC:-off}
max_connections = 400
CONF
        start
        echo "postgres://postgres@127.0.0.1:$PORT/postgres"
        ;;
    start) start ;;
    stop) stop ;;
    drop)
        stop
        rm -rf "$DIR"
        ;;
    *)
        echo "usage: cluster.sh make|start|stop|drop DIR" >&2
        exit 2
        ;;
esac
