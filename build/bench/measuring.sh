# shellcheck shell=bash
# Sourced by bench-up.sh and bench-postgres.sh: runs commands in turn, keeps their figures in NAME.times and prints medians.

# build_bench DIRECTORY: the bare loops, the migrations and the clock, as a native program.
build_bench() {
    local rid framework=net10.0
    rid=$(dotnet msbuild src/MigrationTooling.Cli/MigrationTooling.Cli.csproj -getProperty:NETCoreSdkPortableRuntimeIdentifier)
    dotnet restore build/bench/engine -r "$rid" -p:MigrateToolNative=true -verbosity:quiet </dev/null >/dev/null 2>&1 || framework=net9.0
    dotnet publish build/bench/engine -c Release -r "$rid" -p:MigrateToolNative=true -p:MigrateToolFramework="$framework" -o "$1" -verbosity:quiet -nologo </dev/null >/dev/null
    bench=$1/EngineBench
}

median() { sort -n | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'; }

# What a server did for a command; bench-postgres.sh says how that is known.
server_seconds() { echo 0; }

# measure NAME COMMAND...: one run. A line of NAME.times is: wall, CPU, peak, the server's CPU.
measure() {
    local name=$1 before line
    shift
    sync
    before=$(server_seconds)
    line=$("$bench" time "$@")
    printf '%s %s\n' "$line" "$(server_seconds | awk -v before="$before" '{ print $1 - before }')" >>"$name.times"
}

# of NAME COLUMN: the median of a name's runs.
of() { cut -d' ' -f"$2" "$1.times" | median; }

# row NAME: the medians of a name's runs; those of the server where there is one.
row() { printf '| %-28s | %8s | %8s | %8s |%s\n' "$1" "$(of "$1" 1)" "$(of "$1" 2)" "$(of "$1" 3)" "${server:+ $(of "$1" 4) |}"; }

# ratio OURS OTHER: pair by pair, then the median.
ratio() {
    local wall cpu
    wall=$(paste -d' ' "$1.times" "$2.times" | awk '{ print $1 / $5 }' | median)
    cpu=$(paste -d' ' "$1.times" "$2.times" | awk '{ print ($2 + $4) / ($6 + $8) }' | median)
    printf '%s to %s: wall %.2f, CPU %.2f\n' "$1" "$2" "$wall" "$cpu"
}

heading() {
    printf '\n%s\n\n| %-28s | %8s | %8s | %8s |%s\n|---|--:|--:|--:|%s\n' \
        "$1" what 'wall s' 'CPU s' 'peak MiB' "${server:+ server CPU s |}" "${server:+--:|}"
}

# dbmate_files FROM TO: the same migrations as dbmate wants them.
dbmate_files() {
    local file
    mkdir "$2"
    for file in "$1"/*.sql; do
        printf -- '-- migrate:up\n%s\n-- migrate:down\n' "$(<"$file")" >"$2/${file##*/}"
    done
}
