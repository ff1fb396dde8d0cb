#!/usr/bin/env bash
# What the package costs a build: CPU seconds (user and system, all processes) of a cold build and of one with nothing to do,
# of a project with COUNT locked migrations, CLASSES small classes and a database's driver, and of the same one without the package. Pairs of runs, one after the other, so
# that whatever else the machine does falls on both; medians. No compiler server, no node that outlives its build.
#   ./build/bench-build.sh [COUNT] [RUNS] [CLASSES]      1000 migrations, 7 runs, 40 classes
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh

readonly count=${1:-1000} runs=${2:-7} classes=${3:-40}
require_sdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readonly work
export NUGET_PACKAGES=$work/cache DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
version=0.1.0-bench.$(date -u +%Y%m%d%H%M%S)
readonly version

./build/pack.sh --no-tool --version "$version" --output "$work/feed" >/dev/null
dotnet build src/MigrationTooling.Cli --configuration Release --output "$work/tool" -verbosity:quiet -nologo </dev/null >/dev/null

# part NUMBER: a class as applications have them, so that the compiler compiles something besides the manifest.
part() {
    cat <<CSHARP
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace App.Parts;

public sealed record Part$1(int Id, string Name, decimal Price, DateTimeOffset MadeAt, string? Note = null)
{
    public const string Prefix = "part-$1";

    public string FullName => \$"{Prefix}-{Id}-{Name}";
}

public sealed class Part$1Store
{
    private static readonly Lazy<string[]> Names = new(static () => ["first", "second", "third"]);
    private readonly Dictionary<int, Part$1> _parts = new();
    private readonly object _gate = new();

    public bool TryAdd(Part$1 part)
    {
        lock (_gate)
        {
            return Names.Value.Contains(part.Name, StringComparer.Ordinal) && _parts.TryAdd(part.Id, part with { Note = part.Note?.Trim() ?? "none" });
        }
    }

    public async Task<IReadOnlyList<Part$1>> AllAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return _parts.Values.Where(part => part.Price > 0).OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => part with { Note = null }).ToList();
        }
        catch (InvalidOperationException e) when (e.Message.Length > $1)
        {
            return [];
        }
    }
}
CSHARP
}

# project NAME REFERENCE: a console program with the migrations beside it.
project() {
    local folder=$work/$1 number
    mkdir -p "$folder/migrations"
    cat >"$folder/nuget.config" <<XML
<configuration>
  <packageSources>
    <add key="local" value="$work/feed" />
  </packageSources>
</configuration>
XML
    cat >"$folder/App.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    $2
  </ItemGroup>
</Project>
XML
    printf 'System.Console.WriteLine();\n' >"$folder/Program.cs"
    for ((number = 1; number <= classes; number++)); do
        part "$number" >"$folder/Part$number.cs"
    done
    for ((number = 1; number <= count; number++)); do
        cat >"$folder/migrations/$(printf '%06d' "$number")_step_$number.sql" <<SQL
-- Step $number.
CREATE TABLE table_$number (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL DEFAULT 'none',
    made_at TEXT NOT NULL
);
CREATE INDEX ix_$number ON table_$number (name);
INSERT INTO table_$number (id, name, made_at) VALUES (1, 'first', '2026-01-01'), (2, 'second', '2026-01-02');
SQL
    done
    (cd "$folder" && dotnet "$work/tool/dotnet-migrate.dll" lock >/dev/null)
    dotnet restore "$folder" -verbosity:quiet </dev/null >/dev/null
}

# build NAME: builds, and leaves "CPU seconds, wall seconds" in $measured.
build() {
    local TIMEFORMAT='%U %S %R'
    measured=$({ time dotnet build "$work/$1" --no-restore --disable-build-servers -nodeReuse:false -p:UseSharedCompilation=false \
        -verbosity:"${2:-quiet}" -nologo </dev/null >"$work/$1.log" 2>&1; } 2>&1 | awk '{ printf "%.3f %.3f", $1 + $2, $3 }')
}

median() {
    sort -n | awk '{ values[NR] = $1 } END { print values[int((NR + 1) / 2)] }'
}

# take KIND NAME: one measured build, its two figures appended to the series of its kind.
take() {
    build "$2" "${3:-quiet}"
    printf '%s\n' "${measured% *}" >>"$work/$1.$2.cpu"
    printf '%s\n' "${measured#* }" >>"$work/$1.$2.wall"
}

row() {
    local kind=$1 unit=$2 without with
    without=$(median <"$work/$kind.without.$unit")
    with=$(median <"$work/$kind.with.$unit")
    awk -v kind="$kind" -v unit="$unit" -v a="$without" -v b="$with" \
        'BEGIN { printf "%-10s %-4s  without %6.2f s   with %6.2f s   %+6.2f s  %+5.1f %%\n", kind, unit, a, b, b - a, 100 * (b - a) / a }'
}

# Both have a database's driver, as every program with migrations has: the first package of a project costs its build something by itself.
readonly driver='<PackageReference Include="Microsoft.Data.Sqlite.Core" Version="6.0.7" />'
project without "$driver"
project with "$driver<PackageReference Include=\"MigrationTooling\" Version=\"$version\" />"
printf '%d migrations, %d classes, median of %d\n' "$count" "$classes" "$runs"
# One of each first: it warms the disk's cache.
build without
build with
for ((run = 1; run <= runs; run++)); do
    for name in without with; do
        rm -rf "${work:?}/$name/bin" "${work:?}/$name/obj/Debug"
        take cold "$name"
    done
    for name in without with; do
        compiled=$(stat -c %Y.%y "$work/$name/obj/Debug/net10.0/App.dll")
        take nothing "$name" normal
        [ "$compiled" = "$(stat -c %Y.%y "$work/$name/obj/Debug/net10.0/App.dll")" ] || refuse "a build with nothing to do wrote App.dll again."
        grep -q 'Skipping target "CoreCompile"' "$work/$name.log" || refuse "a build with nothing to do ran the compiler."
    done
done
row cold cpu
row cold wall
row nothing cpu
row nothing wall
printf 'No build with nothing to do ran the compiler.\n'
