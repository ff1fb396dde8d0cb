# shellcheck shell=bash
# Sourced by the demonstration: a PostgreSQL server of its own, in a temporary folder, reached only through a Unix socket there.

server=         # the folder
server_process= # the server

# The folder of the server's programs: Debian's newest, else where initdb is found.
server_programs() {
    local folder
    while read -r folder; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
            printf '%s' "$folder"
            return
        fi
    done < <(compgen -G '/usr/lib/postgresql/*/bin' | sort --reverse --version-sort; dirname "$(command -v initdb || echo /none/initdb)")
    return 1
}

# start_server DATABASE: makes the server and the database, and says where psql and its like find it.
start_server() {
    local programs database=$1 account=()
    programs=$(server_programs) || return 1
    server=$(mktemp -d)
    if [ "$(id -u)" -eq 0 ]; then
        # PostgreSQL refuses root; its package made an account for it.
        account=(setpriv --reuid postgres --regid postgres --clear-groups)
        chown postgres "$server"
    fi
    "${account[@]}" "$programs/initdb" --pgdata "$server/data" --username demo --auth trust --encoding UTF8 --locale C --no-sync || return 1
    # It ends with this script, whatever becomes of that.
    "${account[@]}" setpriv --pdeathsig QUIT "$programs/postgres" -D "$server/data" -c listen_addresses= -c "unix_socket_directories=$server" -c fsync=off \
        >"$server/log" 2>&1 &
    server_process=$!
    export PGHOST=$server PGUSER=demo PGDATABASE=postgres PGCONNECT_TIMEOUT=10
    until "$programs/pg_isready" --quiet; do
        kill -0 "$server_process" 2>/dev/null || { cat "$server/log"; return 1; }
        sleep 0.1
    done
    psql --no-psqlrc --quiet --command "CREATE DATABASE $database"
    export PGDATABASE=$database
}

stop_server() {
    if [ -n "$server" ]; then
        if [ -n "$server_process" ]; then
            kill -QUIT "$server_process" 2>/dev/null || true
            wait "$server_process" 2>/dev/null || true
        fi
        rm -rf "$server"
    fi
}
