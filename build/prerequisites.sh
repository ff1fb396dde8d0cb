# shellcheck shell=bash
# Sourced by the scripts beside it: what this repository needs of a machine, checked and, where possible, installed.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_UI_LANGUAGE=en

# refuse MESSAGE: ends the script; the message says what is missing and what to do.
refuse() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

require_sdk() {
    command -v dotnet >/dev/null || refuse "the .NET SDK is missing. Install the version that global.json names."
    dotnet --version >/dev/null || refuse "no installed .NET SDK satisfies global.json. Install the version it names."
}

# require PROGRAM PACKAGE...: makes sure that PROGRAM is there, by apt-get where that exists and may install.
require() {
    command -v "$1" >/dev/null || install_packages "$@"
}

# install_packages PROGRAM PACKAGE...: installs the packages that bring PROGRAM.
install_packages() {
    local program=$1
    shift
    if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
        refuse "$program is missing. Install it (Debian: $*) and run this again."
    fi
    printf 'Installing %s\n' "$*" >&2
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"; } </dev/null >/dev/null; then
        refuse "$program is missing and apt-get could not install $*."
    fi
}

# The native tool is linked by clang or gcc, whichever is there.
require_linker() {
    command -v clang >/dev/null || require gcc gcc libc6-dev
}

# The tests put the real PgBouncer before that server, each a process of its own; the one that the package starts for everybody is stopped.
require_pooler() {
    if command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ]; then
        return
    fi
    install_packages pgbouncer pgbouncer
    invoke-rc.d pgbouncer stop >/dev/null 2>&1 || true
}

# The tests start a PostgreSQL server of their own from the programs of Debian's package, or use the one that MIGRATE_TEST_POSTGRES names.
require_server() {
    if [ -n "${MIGRATE_TEST_POSTGRES:-}" ] || command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; then
        return
    fi
    # The package would start a server for everybody; nobody here wants it.
    install_packages initdb postgresql-common
    sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    install_packages initdb postgresql
}
