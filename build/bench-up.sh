#!/usr/bin/env bash
# Measures the engine on SQLite and prints tables: `up` of 1,000 small migrations beside a bare loop with the same transactions, nothing pending
# beside dbmate where that is on the PATH, and scripts of 10, 100 and 300 MB beside sqlite3. Pairs are run in turn, so that a shared machine's
# drift hits both; medians. Takes artifacts/tool/dotnet-migrate, or what OURS names; ROUNDS (5) pairs; WHAT=small,nothing,bulk; SIZES=10,100,300.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh
# shellcheck source=build/bench/measuring.sh
. build/bench/measuring.sh
require_sdk
require sqlite3 sqlite3
require_linker

ours=$(realpath "${OURS:-artifacts/tool/dotnet-migrate}")
[ -x "$ours" ] || refuse "$ours is not there. Make it: ./build/pack.sh"
rounds=${ROUNDS:-5}
what=${WHAT:-small,nothing,bulk}
sizes=${SIZES:-10,100,300}
readonly ours rounds what sizes

work=$(mktemp -d -p "${BENCH_DIRECTORY:-.}" .bench-up.XXXXXX)
trap 'rm -rf "$work"' EXIT
work=$(realpath "$work")

build_bench "$work/program"
cd "$work"

up() { printf '%s\n' "$ours" up --no-lock-file -u "sqlite:$work/$1" -m "$work/$2"; }

if [[ ,$what, == *,small,* ]]; then
    "$bench" small 1000 "$work/small"
    for ((i = 0; i < rounds; i++)); do
        rm -f ./*.db*
        mapfile -t command < <(up ours.db small)
        measure up-1000 "${command[@]}"
        measure bare-loop-1000 "$bench" loop "$work/loop.db" "$work/small"
    done
    heading "up of 1,000 small migrations ($rounds rounds)"
    row up-1000
    row bare-loop-1000
    ratio up-1000 bare-loop-1000
fi

if [[ ,$what, == *,nothing,* ]]; then
    [ -d small ] || "$bench" small 1000 "$work/small"
    rm -f ./*.db*
    mapfile -t command < <(up ours.db small)
    "${command[@]}" >/dev/null 2>&1
    peer=
    if command -v dbmate >/dev/null; then
        peer=dbmate
        dbmate_files small dbmate.d
        dbmate --url "sqlite:$work/dbmate.db" -d "$work/dbmate.d" --no-dump-schema up >/dev/null
    fi
    for ((i = 0; i < rounds * 4; i++)); do
        measure nothing-pending "${command[@]}"
        [ -z "$peer" ] || measure dbmate-nothing-pending dbmate --url "sqlite:$work/dbmate.db" -d "$work/dbmate.d" --no-dump-schema up
    done
    heading "nothing pending, 1,000 applied ($((rounds * 4)) rounds)"
    row nothing-pending
    [ -z "$peer" ] || { row dbmate-nothing-pending; ratio nothing-pending dbmate-nothing-pending; }
fi

if [[ ,$what, == *,bulk,* ]]; then
    heading "one script of INSERT ($rounds rounds)"
    for size in ${sizes//,/ }; do
        "$bench" bulk "$size" "$work/bulk-$size"
        for ((i = 0; i < rounds; i++)); do
            rm -f ./*.db*
            mapfile -t command < <(up ours.db "bulk-$size")
            measure "up-$size-MB" "${command[@]}"
            measure "sqlite3-$size-MB" sqlite3 "$work/shell.db" BEGIN ".read $work/bulk-$size/20260101000000_bulk.sql" COMMIT
        done
        row "up-$size-MB"
        row "sqlite3-$size-MB"
        ratio "up-$size-MB" "sqlite3-$size-MB"
        rm -rf "bulk-$size"
    done
fi
