#!/usr/bin/env bash
# Sets up, builds and tests everything. The last line is the sum: "N passed, N failed".
# Exit code 0 only if every check and every test passed and at least one test ran.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh

readonly configuration=Release
# One compiler server for this run, whatever the machine is set to: a compiler for each project would begin by being compiled itself.
export UseSharedCompilation=true SharedCompilationId=migrate-test-$$
results=$(mktemp -d)
passed=0
failed=0
running=

end_compiler_server() {
    local roslyn
    roslyn=$(dotnet msbuild src/MigrationTooling.Core -getProperty:RoslynTargetsPath 2>/dev/null) || return 0
    dotnet "$roslyn/bincore/VBCSCompiler.dll" -shutdown "-pipename:$SharedCompilationId" </dev/null >/dev/null 2>&1 || true
}

# Runs on every way out, so that the closing line also ends a run that broke before its first test.
close() {
    local code=$?
    if [ -n "$running" ]; then
        kill "$running" 2>/dev/null || true
    fi
    end_compiler_server
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

# Runs one test project; count_tests reads what it leaves.
run_tests() {
    local project=$1 code=0 began=$SECONDS
    # A run started in the background inherits an ignored SIGINT, and so would every program that the tests interrupt.
    env --default-signal=HUP,INT,QUIT timeout --kill-after=30 1500 \
        dotnet test "tests/$project/bin/$configuration/net10.0/$project.dll" \
        --results-directory "$results" --logger "trx;LogFileName=$project.trx" --logger "console;verbosity=minimal" \
        </dev/null >"$results/$project.log" 2>&1 || code=$?
    printf '%d %d\n' "$code" $((SECONDS - began)) >"$results/$project.end"
}

# Adds up the result file of one test project. A host that died leaves none, which is a failure too.
count_tests() {
    local project=$1 result=$results/$1.trx code total good bad seconds
    read -r code seconds <"$results/$project.end"
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
    printf '%-44s %5d passed, %d failed in %d s\n' "$project" "$good" "$bad" "$seconds"
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

# The tests take this copy of the tool where it can be made, for it starts in half of the time; else they start the tool as it was built.
if ! dotnet build build/compiled-tool -t:CompileTool --configuration "$configuration" -verbosity:quiet </dev/null >"$results/compiled-tool.log" 2>&1; then
    cat "$results/compiled-tool.log"
    printf '\nThe tool could not be compiled ahead. The tests start it as it was built, and take longer.\n'
fi

step "Checks"
# Without compiling everything once more: styles and analyzers are errors of the build above, and UsingOrderTests has the order of usings.
check "dotnet format" dotnet format whitespace . --folder --verify-no-changes --verbosity quiet
check "shellcheck" shellcheck --external-sources build/*.sh build/oracle/*.sh .ci/run

step "Tests"
# The product's own files are looked at before the packages are packed out of them once more.
readonly first=MigrationTooling.Architecture.Tests beside=MigrationTooling.Package.Tests
run_tests "$first"
count_tests "$first"
# One build after another, each of which leaves a processor half idle: beside all others.
run_tests "$beside" &
running=$!
for project in tests/*.Tests; do
    project=$(basename "$project")
    if [ "$project" != "$first" ] && [ "$project" != "$beside" ]; then
        run_tests "$project"
        count_tests "$project"
    fi
done
wait "$running"
running=
count_tests "$beside"
printf '\n%d s in all\n' "$SECONDS"
