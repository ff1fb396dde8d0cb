#!/usr/bin/env bash
# Compares the statement boundaries of every *.sql below a folder with those that PostgreSQL's own parser sees, and lists what MIG0112 takes for
# a command of psql. Exit code 1 where a file differs. Needs node, and npm once, for the parser as WebAssembly.
#   compare.sh FOLDER    any folder, such as another project's migrations
#   compare.sh --write   makes the expectations of the tests' own scripts anew
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh
require_sdk
require node nodejs npm

[ $# -eq 1 ] || refuse "name a folder, or --write."
oracle=${XDG_CACHE_HOME:-$HOME/.cache}/migrationtooling-oracle
if ! cmp -s build/oracle/package.json "$oracle/package.json" || [ ! -d "$oracle/node_modules" ]; then
    mkdir -p "$oracle"
    cp build/oracle/package.json "$oracle"
    npm install --prefix "$oracle" --no-audit --no-fund --silent </dev/null
fi

export ORACLE_MODULES=$oracle/node_modules
if [ "$1" = --write ]; then
    exec node build/oracle/boundaries.mjs tests/MigrationTooling.Core.Tests/Sql/Cases/Boundaries
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
node build/oracle/boundaries.mjs "$1" "$work"
dotnet run --project build/oracle/splitter -c Release -v quiet -- "$1" "$work"
