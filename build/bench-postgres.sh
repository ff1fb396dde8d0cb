#!/usr/bin/env bash
# Measures the engine on PostgreSQL, on a server of its own with the defaults of initdb (so every commit is flushed), and prints tables: `up` of
# 1,000 small migrations beside a bare Npgsql loop with the same commits, nothing pending, a script of INSERT and one of COPY beside psql; dbmate
# where that is on the PATH. Runs are taken in turn, so that a shared machine's drift hits all; medians, and the server's own CPU time beside
# the client's. Takes artifacts/tool/dotnet-migrate, or what OURS names; ROUNDS (3); WHAT=small,nothing,bulk,copy; BULK (100) and COPY (1000) in MB.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh
# shellcheck source=build/bench/measuring.sh
. build/bench/measuring.sh
# shellcheck source=build/private-server.sh
. build/private-server.sh
require_sdk
require_linker
require_server

ours=$(realpath "${OURS:-artifacts/tool/dotnet-migrate}")
[ -x "$ours" ] || refuse "$ours is not there. Make it: ./build/pack.sh"
rounds=${ROUNDS:-3}
what=${WHAT:-small,nothing,bulk,copy}
readonly ours rounds what

work=$(mktemp -d "${BENCH_DIRECTORY:-${TMPDIR:-/tmp}}/bench-postgres.XXXXXX")
trap 'stop_server; rm -rf "$work"' EXIT
build_bench "$work/program"
cd "$work"
chmod 755 . # for the account that the server runs as

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 54329)
export PGPORT=$port
TMPDIR=$work start_server postgres listen_addresses=127.0.0.1 "port=$port" >/dev/null || refuse "the server did not start"

# Debian's psql is a wrapper in front of this one.
psql() { "$programs/psql" -h 127.0.0.1 -p "$port" -U postgres -qXAt -v ON_ERROR_STOP=1 "$@"; }
sql() { psql -d postgres -c "$1" 2>/dev/null; }

# A backend's time is known once it has ended and the server has waited for it.
server_seconds() {
    until [ "$(sql "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")" = 0 ]; do sleep 0.05; done
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v server="$server_process" -v ticks="$(getconf CLK_TCK)" \
        '{ pid = $1; sub(/^.*\) /, ""); if (pid == server) t += $12 + $13 + $14 + $15; else if ($2 == server) t += $12 + $13 } END { print t / ticks }'
}

fresh() {
    sql "DROP DATABASE IF EXISTS $1"
    sql "CREATE DATABASE $1"
    sql CHECKPOINT
}

url() { printf 'postgres://postgres@127.0.0.1:%s/%s?sslmode=disable' "$port" "$1"; }
up() { printf '%s\n' "$ours" up --no-lock-file -u "$(url "$1")" -m "$work/$2"; }
peer=$(command -v dbmate || true)
peer_up() { printf '%s\n' "$peer" --url "$(url "$1")" -d "$work/dbmate.d" --no-dump-schema up; }

if [[ ,$what, == *,small,* || ,$what, == *,nothing,* ]]; then
    "$bench" small 1000 "$work/small"
    [ -z "$peer" ] || dbmate_files small dbmate.d
fi

if [[ ,$what, == *,small,* ]]; then
    for ((i = 0; i < rounds; i++)); do
        fresh ours
        mapfile -t command < <(up ours small)
        measure up-1000 "${command[@]}"
        fresh loop
        measure bare-npgsql-loop-1000 "$bench" loop-server "Host=127.0.0.1;Port=$port;Username=postgres;Database=loop;SSL Mode=Disable" "$work/small"
        if [ -n "$peer" ]; then
            fresh peer
            mapfile -t command < <(peer_up peer)
            measure dbmate-1000 "${command[@]}"
        fi
    done
    heading "up of 1,000 small migrations ($rounds rounds)"
    row up-1000
    row bare-npgsql-loop-1000
    [ -z "$peer" ] || row dbmate-1000
    ratio up-1000 bare-npgsql-loop-1000
    [ -z "$peer" ] || ratio up-1000 dbmate-1000
fi

if [[ ,$what, == *,nothing,* ]]; then
    fresh ours
    mapfile -t command < <(up ours small)
    "${command[@]}" >/dev/null 2>&1
    if [ -n "$peer" ]; then
        fresh peer
        mapfile -t other < <(peer_up peer)
        "${other[@]}" >/dev/null
    fi
    for ((i = 0; i < rounds * 5; i++)); do
        measure nothing-pending "${command[@]}"
        [ -z "$peer" ] || measure dbmate-nothing-pending "${other[@]}"
    done
    heading "nothing pending, 1,000 applied ($((rounds * 5)) rounds)"
    row nothing-pending
    [ -z "$peer" ] || { row dbmate-nothing-pending; ratio nothing-pending dbmate-nothing-pending; }
fi

# large WHAT MB: one large script beside psql.
large() {
    "$bench" "$1" "$2" "$work/$1"
    for ((i = 0; i < rounds; i++)); do
        fresh ours
        mapfile -t command < <(up ours "$1")
        measure "up-$1-$2-MB" "${command[@]}"
        fresh shell
        measure "psql-$1-$2-MB" "$programs/psql" -h 127.0.0.1 -p "$port" -U postgres -qX -v ON_ERROR_STOP=1 -d shell -1 -f "$work/$1/20260101000000_$1.sql"
    done
    sql "DROP DATABASE ours"
    sql "DROP DATABASE shell"
    rm -rf "${work:?}/$1"
    heading "one script of $1, $2 MB ($rounds rounds)"
    row "up-$1-$2-MB"
    row "psql-$1-$2-MB"
    ratio "up-$1-$2-MB" "psql-$1-$2-MB"
}

[[ ,$what, != *,bulk,* ]] || large bulk "${BULK:-100}"
[[ ,$what, != *,copy,* ]] || large copy "${COPY:-1000}"
