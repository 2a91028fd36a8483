# shellcheck shell=sh
# Python environments under .build, one for each file of pinned requirements.

# The distribution's own Python is the one that python3-venv belongs to.
system_python() {
    if [ -x /usr/bin/python3 ]; then say /usr/bin/python3; else command -v python3; fi
}

# ensure_python_environment DIRECTORY REQUIREMENTS-FILE
ensure_python_environment() {
    environment=$1
    requirements=$2
    wanted="$(sha256sum <"$requirements") $("$(system_python)" --version)"
    if [ "$(cat "$environment/installed-from" 2>/dev/null || true)" = "$wanted" ]; then
        say "Python environment $environment is up to date."
        return 0
    fi
    say "Installing into $environment with pip: $(grep -v '^#' "$requirements" | tr '\n' ' ')"
    rm -rf "$environment"
    "$(system_python)" -m venv "$environment" || return 1
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements" || return 1
    printf '%s\n' "$wanted" >"$environment/installed-from"
}
