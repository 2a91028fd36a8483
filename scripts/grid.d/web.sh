# shellcheck shell=sh
# The web app: built into web/dist, and only when something it is made from has changed.

build_web() {
    inputs=$(web_inputs)
    if [ -f web/dist/index.html ] && [ "$(cat web/.cache/built-from 2>/dev/null || true)" = "$inputs" ]; then
        say "web/dist is up to date."
        return 0
    fi
    PYTHON=$(system_python) node web/build.mjs || return 1
    mkdir -p web/.cache
    printf '%s\n' "$inputs" >web/.cache/built-from
}

# One hash over the sources' names and contents and the compiler's version.
web_inputs() {
    {
        node --version
        find web \( -path web/dist -o -path web/.cache -o -name node_modules \) -prune -o -type f -print0 \
            | LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum | cut -d ' ' -f 1
}
