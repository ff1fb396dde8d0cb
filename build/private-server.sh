# shellcheck shell=bash
# Sourced: a PostgreSQL server of the script's own, in a temporary folder, reached through a Unix socket there.

server=         # the folder
server_process= # the server
programs=       # where its programs are

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

# start_server USER SETTING...: makes a server, and says where psql and its like find it. Its commits are flushed unless a setting says otherwise.
start_server() {
    local account=() chosen=() user=$1 setting
    shift
    for setting; do chosen+=(-c "$setting"); done
    programs=$(server_programs) || return 1
    server=$(mktemp -d)
    if [ "$(id -u)" -eq 0 ]; then
        # PostgreSQL refuses root; its package made an account for it.
        account=(setpriv --reuid postgres --regid postgres --clear-groups)
        chown postgres "$server"
    fi
    "${account[@]}" "$programs/initdb" --pgdata "$server/data" --username "$user" --auth trust --encoding UTF8 --locale C --no-sync || return 1
    # It ends with this script, whatever becomes of that.
    "${account[@]}" setpriv --pdeathsig QUIT "$programs/postgres" -D "$server/data" -c "unix_socket_directories=$server" "${chosen[@]}" >"$server/log" 2>&1 &
    server_process=$!
    export PGHOST=$server PGUSER=$user PGDATABASE=postgres PGCONNECT_TIMEOUT=10
    until "$programs/pg_isready" --quiet; do
        kill -0 "$server_process" 2>/dev/null || { cat "$server/log"; return 1; }
        sleep 0.1
    done
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
