#!/usr/bin/env bash
# Packs everything into artifacts/packages (emptied first; a ready local feed) under a fresh version, because NuGet never
# reads an equal one again, and leaves the tool as a program at artifacts/tool/dotnet-migrate.
#   --no-native        only the portable tool: no linker needed, and much faster
#   --no-tool          libraries only
#   --version VERSION  instead of 0.1.0-dev.<time>
#   --output DIR       instead of artifacts/packages
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=build/prerequisites.sh
. build/prerequisites.sh

version=0.1.0-dev.$(date -u +%Y%m%d%H%M%S)
output=$PWD/artifacts/packages
native=true
tool=true
while [ $# -gt 0 ]; do
    case $1 in
        --no-native) native=false ;;
        --no-tool) tool=false ;;
        --version) version=${2:?--version needs a version}; shift ;;
        --output) output=$(realpath -m "${2:?--output needs a directory}"); shift ;;
        *) refuse "unknown option $1; the first lines of the script list them." ;;
    esac
    shift
done
require_sdk

cli=src/MigrationTooling.Cli/MigrationTooling.Cli.csproj
tool_directory=$PWD/artifacts/tool
rid=$(dotnet msbuild "$cli" -getProperty:NETCoreSdkPortableRuntimeIdentifier)
readonly version output native tool cli tool_directory rid

# pack_tool ARGUMENT...: one package of the tool.
pack_tool() {
    dotnet pack "$cli" --configuration Release --output "$output" -verbosity:quiet -nologo \
        -p:MigrationToolingVersion="$version" "$@" </dev/null
}

# With copies of the guard that are compiled ahead for this system, where the compiler for that restores.
pack_libraries() {
    local -a ahead=(-p:GuardRuntime="$rid")
    if ! dotnet restore src/MigrationTooling "${ahead[@]}" -verbosity:quiet </dev/null >/dev/null 2>&1; then
        ahead=()
        printf 'The compiler that would compile the guard ahead does not restore here; the package has only the plain one.\n'
    fi
    dotnet msbuild build/packages.proj -restore -target:Pack -maxcpucount -verbosity:quiet -nologo \
        -p:Configuration=Release -p:MigrationToolingVersion="$version" -p:PackageOutputPath="$output" "${ahead[@]}" </dev/null
}

# The classic single package: one framework-dependent tool for every system.
pack_portable_tool() {
    pack_tool
    dotnet publish "$cli" --configuration Release --output "$tool_directory" -verbosity:quiet -nologo \
        -p:MigrationToolingVersion="$version" </dev/null
}

# A package for this system's native program, one for all others, and last the pointer that names both: a feed must
# never hold a pointer to a package that is not there.
pack_native_tool() {
    local identifiers="-p:MigrateToolRuntime=$rid" framework=net10.0
    if ! dotnet restore "$cli" -r "$rid" -p:MigrateToolNative=true -verbosity:quiet </dev/null >/dev/null 2>&1; then
        framework=net9.0
        printf 'The native runtime pack of net10.0 does not restore here; the native program is built for %s.\n' "$framework"
    fi
    # Without NativeDebugSymbols=false the package would also carry the symbols, twice the program's size.
    local -a ahead=(-p:MigrateToolNative=true -p:MigrateToolFramework="$framework" -p:NativeDebugSymbols=false -p:IncludeSymbols=false)
    pack_tool "$identifiers" "${ahead[@]}" -r "$rid"
    install -d "$tool_directory"
    local published=src/MigrationTooling.Cli/bin/Release/$framework/$rid/publish
    install -m 755 "$published"/dotnet-migrate "$tool_directory"/
    find "$published" -name '*e_sqlite3.*' -exec install -m 644 {} "$tool_directory"/ \;
    pack_tool "$identifiers" -r any
    pack_tool "$identifiers" "${ahead[@]}"
}

rm -rf "$output"
mkdir -p "$output"
pack_libraries
if $tool; then
    rm -rf "$tool_directory"
    if $native; then
        require_linker
        pack_native_tool
    else
        pack_portable_tool
    fi
    "$tool_directory/dotnet-migrate" --version >/dev/null || refuse "the packed tool does not start."
fi
printf 'Packed version %s into %s\n' "$version" "$output"
