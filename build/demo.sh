#!/usr/bin/env bash
# A day with MigrationTooling: builds and packs this repository, installs package and tool from the local feed into a copy
# of samples/shop, and lives through what they are for; then a shorter day of samples/shop-postgresql on a PostgreSQL server of its own.
# Each step is checked; exit code 0 only if all came out as they should.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh
# shellcheck source=build/private-server.sh
. build/private-server.sh

repository=$PWD
work=$(mktemp -d)
trap 'stop_server; rm -rf "$work"' EXIT
log=$work/log
steps=0

step() {
    steps=$((steps + 1))
    printf '\n%2d. %s\n' "$steps" "$1"
}

fail() {
    printf '\nFAILED in step %d: %s\n' "$steps" "$1" >&2
    if [ -s "$log" ]; then
        sed 's/^/    | /' "$log" >&2
    fi
    exit 1
}

# run CODE COMMAND...: runs the command, keeps what it printed and checks its exit code.
run() {
    local expected=$1 code=0
    shift
    printf '    $ %s\n' "$(shown "$@")"
    "$@" </dev/null >"$log" 2>&1 || code=$?
    [ "$code" -eq "$expected" ] || fail "exit code $code where $expected was expected."
}

# The command as somebody at a keyboard would type it.
shown() {
    local text
    text=$(printf '%q ' "$@")
    text=${text//"$work"\//}
    printf '%s' "${text% }"
}

# says PATTERN: the last command printed a line like this (extended regular expression); the first such line is shown.
says() {
    local line
    line=$(grep -m1 -E -- "$1" "$log") || fail "nothing printed matches: $1"
    printf '%s\n' "${line//"$work"\//}" | fold -s -w 140 | sed 's/^/      /'
}

holds() {
    local claim=$1
    shift
    "$@" || fail "$claim"
    printf '      %s\n' "$claim"
}

not() { ! "$@"; }
# What the shop installs stays in the temporary folder: the packages, and the SDK's list of where tools lie, which it
# never mends by itself once their folder is gone. The machine's own package sources still hold.
live_apart() {
    local settings=.nuget/NuGet/NuGet.Config home=${DOTNET_CLI_HOME:-$HOME}
    if [ -f "$home/$settings" ]; then
        install -D -m 600 "$home/$settings" "$work/home/$settings"
    fi
    export NUGET_PACKAGES=$work/nuget DOTNET_CLI_HOME=$work/home DOTNET_ADD_GLOBAL_TOOLS_TO_PATH=false DOTNET_GENERATE_ASPNET_CERTIFICATE=false
}

# wait_for CLAIM COMMAND...: until the command succeeds, a minute at most.
wait_for() {
    local claim=$1 tries=300
    shift
    until "$@" 2>/dev/null; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || fail "$claim: not within a minute."
        sleep 0.2
    done
    printf '      %s\n' "$claim"
}

server_has() { [ "$(psql --no-psqlrc --tuples-only --no-align --command "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND $1")" -gt 0 ]; }
file_has() { grep -qF -- "$2" "$1"; }
migrate() { run "$1" dotnet migrate "${@:2}"; }

step "Build and pack the repository, the native tool included (a minute or two)"
require_sdk
require git git
require_linker
MIGRATE_TEST_POSTGRES='' require_server
require psql postgresql-client
run 0 ./build/pack.sh
feed=$repository/artifacts/packages
package=$(find "$feed" -name 'MigrationTooling.[0-9]*.nupkg' -print -quit)
[ -n "$package" ] || fail "no MigrationTooling package in artifacts/packages."
version=$(basename "$package" .nupkg)
version=${version#MigrationTooling.}
run 0 "$repository/artifacts/tool/dotnet-migrate" --version
says "${version%%-*}"

step "A shop of its own: a copy of samples/shop, a git repository, nothing in the package cache"
mkdir -p "$work/samples" "$work/artifacts"
git ls-files -z samples/shop | xargs -0 cp --parents -t "$work"
ln -s "$feed" "$work/artifacts/packages"
live_apart
cd "$work/samples/shop"
git init --quiet
git config user.name "Demo"
git config user.email "demo@example.invalid"
run 0 dotnet add package MigrationTooling --version "$version"
run 0 dotnet new tool-manifest
run 0 dotnet tool install dotnet-migrate --version "$version"
says "successfully installed"
git add --all
git commit --quiet --message "The shop"

step "Build: the manifest is compiled in, and the lock holds"
count=$(find migrations -name '*.up.sql' | wc -l)
holds "there are at least 15 migrations ($count)" [ "$count" -ge 15 ]
run 0 dotnet build
says "Build succeeded"

step "Apply them to an embedded database"
migrate 8 status --check
says "$count pending"
migrate 0 up --dry-run
says "would be applied"
holds "a dry run leaves no database behind" [ ! -e shop.db ]
migrate 0 up
says "$count migrations applied"
migrate 0 status
says ": clean"
says "20260504090000_index_customer_names +completed .* yes"
migrate 0 up
says "Nothing to apply"
migrate 0 status --check

step "A new migration: its first draft fails and leaves nothing behind"
migrate 0 add add_newsletter
new=$(basename "$(find migrations -name '*_add_newsletter.up.sql')" .up.sql)
printf 'DROP TABLE newsletter_subscribers;\n' >"migrations/$new.down.sql"
cat >"migrations/$new.up.sql" <<'SQL'
CREATE TABLE newsletter_subscribers (
    email TEXT PRIMARY KEY COLLATE NOCASE
);
INSERT INTO newsletter_subscribers (email) SELECT mail FROM customers;
SQL
migrate 1 up
says "/$new.up.sql\(4,[0-9]+\): error .*no such column"
says "Left behind: "
migrate 8 status --check
says "$new +failed"

step "Mended, locked, applied"
sed -i 's/SELECT mail FROM customers/SELECT email FROM customers WHERE closed_at IS NULL/' "migrations/$new.up.sql"
migrate 3 lock --check
says "error MIG0012: $new is not locked"
migrate 0 lock
says "locked $new"
migrate 0 lock --check
migrate 0 up
says "applied $new"
run 0 dotnet build
git add --all
git commit --quiet --message "A newsletter"

step "Edit a locked file: the build fails at that file and line"
orders=migrations/20260112100000_create_orders.up.sql
sed -i 's/^CREATE INDEX ix_orders_customer .*/CREATE INDEX ix_orders_customer ON orders (customer_id);/' "$orders"
line=$(grep -n 'CREATE INDEX ix_orders_customer' "$orders" | cut -d: -f1)
run 1 dotnet build
says "/$orders\($line,1\): error MIG0001: "
run 1 dotnet build --no-incremental -p:RunAnalyzers=false -p:NoWarn=MIG0001
says "/$orders\($line,1\): error MIG0001: "
migrate 3 verify
says "\($line,1\): error MIG0001: "
migrate 3 up
says "MIG0001"
holds "up refused and changed nothing" git diff --quiet -- migrations/migrations.lock
git checkout --quiet -- "$orders"
run 0 dotnet build

step "Rename a locked file: the build says which name it had"
old=20260420090000_create_vouchers
renamed=20260420090000_add_vouchers
git mv "migrations/$old.up.sql" "migrations/$renamed.up.sql"
git mv "migrations/$old.down.sql" "migrations/$renamed.down.sql"
run 1 dotnet build
says "/migrations/$renamed.up.sql\(1,1\): error MIG0002: "
holds "it names the command that accepts the new name" file_has "$log" "dotnet migrate rename $old $renamed"

step "Accept the new name"
migrate 0 rename "$old" "$renamed"
holds "the lock keeps the old name as an alias" file_has migrations/migrations.lock "alias=$old"
run 0 dotnet build
migrate 0 up
says "$old is called $renamed in this database now"
migrate 0 status
says "$renamed +completed"
holds "the old name is gone from the status" not grep -q "$old" "$log"
git add --all
git commit --quiet --message "Vouchers are added"
migrate 0 lock --check --against HEAD~1

step "A runner killed in the middle: what is kept is known, and up goes on behind it"
migrate 0 add count_customers
counted=$(basename "$(find migrations -name '*_count_customers.up.sql')" .up.sql)
printf 'DROP TABLE customer_counts;\n' >"migrations/$counted.down.sql"
cat >"migrations/$counted.up.sql" <<'SQL'
BEGIN;
CREATE TABLE customer_counts (what TEXT NOT NULL, customers INTEGER NOT NULL);
COMMIT;
BEGIN;
INSERT INTO customer_counts SELECT 'open', count(*) FROM customers WHERE closed_at IS NULL;
-- A thousand million rows: somebody loses patience.
INSERT INTO customer_counts
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000)
SELECT 'counted', count(*) FROM n;
COMMIT;
SQL
printf '    $ dotnet migrate up &\n'
dotnet migrate up </dev/null >"$work/killed" 2>&1 &
wait_for "its first unit is committed" file_has "$work/killed" "unit 1 of 2 is committed"
migrate 0 status
says "pid [0-9]+ is at work on $counted"
run 0 kill -KILL "$(sed -n 's/.* pid \([0-9]*\) is at work.*/\1/p' "$log")"
wait "$!" || true
migrate 4 status --check
says "$counted +in_progress \(1 of 3 statements\)"
sed -i 's/1000000000/1000/' "migrations/$counted.up.sql"
migrate 0 up
says "applying $counted .*attempt 2"
migrate 0 history "$counted"
says "intent, no end"
says "completed \(attempt 2\)"

step "Taken back, and applied again"
migrate 0 down --dry-run
says "$counted"
migrate 0 down
says "$counted"
holds "its line is gone from the lock" not file_has migrations/migrations.lock "$counted"
migrate 8 status --check
says "$counted +rolled_back"
migrate 0 up
says "applied $counted"
migrate 0 history "$counted"
says "rolled_back"
git add --all
git commit --quiet --message "Customers are counted"

step "The application prints its manifest"
run 0 dotnet build
run 0 dotnet run
says "20260420090000  add_vouchers +locked +h1:[0-9a-f]{64}"
says "$((count + 2)) migrations"
hash=$(sed -n "s/^$new h1=\([0-9a-f]*\) .*/\1/p" migrations/migrations.lock)
says "add_newsletter +locked +h1:$hash"
migrate 0 verify

step "The same on PostgreSQL: a server of our own, and the shop as that wants it"
run 0 start_server demo listen_addresses= fsync=off
run 0 psql --no-psqlrc --quiet --command "CREATE DATABASE shop"
export PGDATABASE=shop
cd "$work"
(cd "$repository" && git ls-files -z samples/shop-postgresql | xargs -0 cp --parents -t "$work")
cd samples/shop-postgresql
run 0 dotnet new tool-manifest
run 0 dotnet tool install dotnet-migrate --version "$version"
export MIGRATE_DATABASE_URL="postgresql://demo@/shop?host=$server"
count=$(find migrations -name '*.up.sql' | wc -l)
migrate 0 verify
says "the database: |$count migrations"
migrate 8 status --check
says "$count pending"
migrate 0 up
says "$count migrations applied"
migrate 0 status --check
says "20260202110000_index_open_orders +completed .* yes"

step "A runner killed while an index is built concurrently: the catalog says what it left, and up goes on"
migrate 0 add index_order_customers
index=$(basename "$(find migrations -name '*_index_order_customers.up.sql')" .up.sql)
printf 'CREATE INDEX CONCURRENTLY ix_orders_customer ON orders (customer_id);\n' >"migrations/$index.up.sql"
printf 'DROP INDEX CONCURRENTLY ix_orders_customer;\n' >"migrations/$index.down.sql"
printf '    $ psql: somebody changes an order, and does not commit\n'
psql --no-psqlrc --quiet --command "BEGIN; UPDATE orders SET placed_at = now() WHERE id = 3; SELECT pg_sleep(3600)" >/dev/null 2>&1 &
wait_for "an order is being changed" server_has "query LIKE '%pg_sleep(3600)%' AND wait_event = 'PgSleep'"
printf '    $ dotnet migrate up &\n'
dotnet migrate up </dev/null >"$work/killed" 2>&1 &
wait_for "the index waits for that change" server_has "query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'"
migrate 0 status
says "pid [0-9]+ is at work on $index"
run 0 kill -KILL "$(sed -n 's/.* pid \([0-9]*\) is at work.*/\1/p' "$log")"
wait_for "the server has noticed" not server_has "query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'"
run 0 psql --no-psqlrc --command "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
migrate 4 status --check
says "$index was interrupted and goes on by itself"
says "left the invalid index public.ix_orders_customer"
migrate 0 up
says "it is run again"
says "applied $index"
migrate 0 status --check
run 0 psql --no-psqlrc --tuples-only --command "SELECT indexrelid::regclass, indisvalid FROM pg_index WHERE indrelid = 'orders'::regclass"
says "ix_orders_customer +\| t"

step "All of it taken back, and applied again"
migrate 0 down --all --yes
says "$((count + 1)) migrations"
migrate 8 status --check
says "$((count + 1)) pending"
migrate 0 up
says "$((count + 1)) migrations applied"
migrate 0 verify

printf '\nAll %d steps came out as they should, in %d s.\n' "$steps" "$SECONDS"
