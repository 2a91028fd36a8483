# shellcheck shell=sh
# Debian and Ubuntu packages, by name: only what is missing is installed.

# What the Swift build needs besides the toolchain: fetching, linking, SQLite, libpq, libmosquitto, zlib, time zones; the
# compiler itself loads libncurses and libxml2.
BUILD_PACKAGES='git curl ca-certificates tzdata g++ libncurses-dev libxml2-dev python3 python3-venv zlib1g-dev libsqlite3-dev libxlsxwriter-dev libpq-dev libmosquitto-dev libbson-dev libexpat1-dev'
# The web app's compiler and libraries, all from the distribution; pip fetches uPlot.
WEB_PACKAGES='esbuild node-typescript node-react node-react-dom node-csstype node-prop-types libjs-leaflet node-leaflet node-qrcode-generator python3-pip'
# Only ./grid test needs these.
WEB_TEST_PACKAGES='node-jsdom node-undici'
TEST_PACKAGES='shellcheck mosquitto openssl redis-server'

# Only ./grid bench --only api-load needs these.
# shellcheck disable=SC2034 # for verbs.sh
LOAD_PACKAGES='wrk'

NODE_MINIMUM=18

packages_for_demo() {
    say "$BUILD_PACKAGES$(node_package) $(unless_from_npm "$WEB_PACKAGES")"
}

packages_for_test() {
    say "$(packages_for_demo) $(unless_from_npm "$WEB_TEST_PACKAGES") $TEST_PACKAGES$(postgres_package)$(browser_package)"
}

# Whoever ran `npm install` in web/ has these already.
unless_from_npm() {
    if [ ! -d web/node_modules ]; then say "$1"; fi
}

# Node from elsewhere (nvm, NodeSource) is welcome when it is new enough.
node_package() {
    node_is_new_enough || printf ' nodejs'
}

node_is_new_enough() {
    command -v node >/dev/null 2>&1 || return 1
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
    [ "${major:-0}" -ge "$NODE_MINIMUM" ]
}

distribution() {
    sed -n 's/^ID=//p' /etc/os-release 2>/dev/null | tr -d '"'
}

# ensure_packages NAME...
ensure_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        warn "no dpkg here: packages are installed by name on Debian and Ubuntu only."
        warn "On this system these must be there already: $*"
        return 0
    fi
    missing=$(missing_packages "$@")
    if [ -z "$missing" ]; then
        say "Every package needed is installed."
        return 0
    fi
    say "To install with apt-get:$missing"
    # shellcheck disable=SC2086 # a list of names
    install_packages $missing
}

missing_packages() {
    for package in "$@"; do
        state=$(dpkg-query -W -f='${db:Status-Status} ' "$package" 2>/dev/null) || state=
        case " $state" in
            *' installed '*) ;;
            *) printf ' %s' "$package" ;;
        esac
    done
}

install_packages() {
    may_become_root || die "not root, and not allowed to use sudo. Run as root, then try again:
  apt-get update && apt-get install --no-install-recommends $*"
    # A third-party source that fails must not stop us: what counts is whether the packages install.
    as_root apt-get -o DPkg::Lock::Timeout=300 -q update || warn "apt-get update had errors; going on."
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -o DPkg::Lock::Timeout=300 -q -y install --no-install-recommends "$@" \
        || die "apt-get could not install: $*"
}

# Asks at most once for the whole run.
may_become_root() {
    if [ "$(id -u)" -eq 0 ] || [ -n "${SUDO_ALLOWED:-}" ]; then return 0; fi
    command -v sudo >/dev/null 2>&1 || return 1
    confirmed "Install them with sudo?" || return 1
    SUDO_ALLOWED=yes
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

require_node() {
    node_is_new_enough && return 0
    die "Node.js $NODE_MINIMUM or newer is needed; this system's package is older ($(node --version 2>/dev/null || echo none)).
Use Debian 12, Ubuntu 24.04 or newer, or put a newer Node.js on PATH."
}
