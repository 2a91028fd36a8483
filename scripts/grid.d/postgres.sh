# shellcheck shell=sh
# The PostgreSQL that the tests use: one of their own, from start to end of ./grid test.

# Debian's package also makes a cluster of the system's: nothing here touches it.
postgres_package() {
    if [ -z "$(find_postgres)" ]; then printf ' postgresql'; fi
}

find_postgres() {
    for program in /usr/lib/postgresql/*/bin/initdb "$(command -v initdb 2>/dev/null)"; do
        if [ -x "$program" ]; then
            say "$program"
            return 0
        fi
    done
}

# start_postgres LOG: sets URBANGRID_TEST_DATABASE_URL, a superuser's, and sees to it that the server ends with us.
start_postgres() {
    POSTGRES_FOLDER=$(mktemp -d) || return 1
    trap stop_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    URBANGRID_TEST_DATABASE_URL=$(scripts/test-postgres start "$POSTGRES_FOLDER" "$ROOT/$1") || return 1
    export URBANGRID_TEST_DATABASE_URL
}

stop_postgres() {
    scripts/test-postgres remove "$POSTGRES_FOLDER"
}
