#!/usr/bin/env bash
# Sets up, builds and tests everything. The last line is the sum: "N passed, N failed".
# Exit code 0 only if every check and every test passed and at least one test ran.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh

readonly configuration=Release
results=$(mktemp -d)
passed=0
failed=0

# Runs on every way out, so that the closing line also ends a run that broke before its first test.
close() {
    local code=$?
    rm -rf "$results"
    if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
        failed=1
    elif [ "$failed" -ne 0 ] || [ "$passed" -eq 0 ]; then
        code=1
    fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
    exit "$code"
}
trap close EXIT

step() {
    printf '\n== %s (%d s)\n' "$1" "$SECONDS"
}

# A check that is not a test: its failure is counted, the run goes on.
check() {
    local title=$1
    shift
    if "$@"; then
        printf '%-52s ok\n' "$title"
    else
        failed=$((failed + 1))
        printf '%-52s FAILED\n' "$title"
    fi
}

# counter NAME FILE: one number of a result file's <Counters … />.
counter() {
    sed -n "s/.*<Counters [^>]*\\b$1=\"\\([0-9]*\\)\".*/\\1/p" "$2"
}

# Runs one test project and adds up its result file. A host that died leaves none, which is a failure too.
run_tests() {
    local project=$1 result=$results/$1.trx code=0 total good bad began=$SECONDS
    # A run started in the background inherits an ignored SIGINT, and so would every program that the tests interrupt.
    env --default-signal=HUP,INT,QUIT timeout --kill-after=30 1500 \
        dotnet test "tests/$project/bin/$configuration/net10.0/$project.dll" \
        --results-directory "$results" --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" \
        </dev/null >"$results/$project.log" 2>&1 || code=$?
    if [ ! -s "$result" ]; then
        cat "$results/$project.log"
        failed=$((failed + 1))
        printf '%-44s broke before its first test (exit %d)\n' "$project" "$code"
        return
    fi
    total=$(counter total "$result")
    good=$(counter passed "$result")
    bad=$((total - good)) # a skipped test is a test that did not pass
    if [ "$total" -eq 0 ] || { [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; }; then
        bad=1
        printf '%s: %d tests, exit code %d\n' "$project" "$total" "$code"
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$bad" -ne 0 ]; then
        cat "$results/$project.log"
    fi
    printf '%-44s %5d passed, %d failed in %d s\n' "$project" "$good" "$bad" $((SECONDS - began))
}

step "Set-up"
require_sdk
require git git
require sqlite3 sqlite3
require shellcheck shellcheck
require_linker
require_server
require_pooler

step "Build"
dotnet build MigrationTooling.sln --configuration "$configuration" -verbosity:quiet </dev/null

step "Checks"
check "dotnet format" dotnet format MigrationTooling.sln --no-restore --verify-no-changes --verbosity quiet
check "shellcheck" shellcheck --external-sources build/*.sh build/oracle/*.sh .ci/run

step "Tests"
for project in tests/*.Tests; do
    run_tests "$(basename "$project")"
done
printf '\n%d s in all\n' "$SECONDS"
