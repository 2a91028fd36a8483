# shellcheck shell=sh
# The Swift toolchain: found, or offered from swift.org by its own installer, swiftly.

SWIFT_MINIMUM_MAJOR=6
SWIFT_MINIMUM_MINOR=2
SWIFT_TO_INSTALL=6.3

ensure_swift() {
    use_swiftly_if_installed
    if swift_is_new_enough; then
        say "Swift $(swift_version) is installed."
        return 0
    fi
    if command -v swift >/dev/null 2>&1 && [ -z "$(swift_version)" ]; then
        swift --version || die "there is a swift on PATH, but it does not run."
    fi
    install_swift
    swift_is_new_enough || die "the Swift that was installed does not answer; open a new shell and try again."
}

swift_version() {
    swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1
}

swift_is_new_enough() {
    command -v swift >/dev/null 2>&1 || return 1
    version=$(swift_version)
    major=${version%%.*}
    rest=${version#*.}
    minor=${rest%%.*}
    [ "${major:-0}" -gt "$SWIFT_MINIMUM_MAJOR" ] && return 0
    [ "${major:-0}" -eq "$SWIFT_MINIMUM_MAJOR" ] && [ "${minor:-0}" -ge "$SWIFT_MINIMUM_MINOR" ]
}

swiftly_environment() {
    say "${SWIFTLY_HOME_DIR:-$HOME/.local/share/swiftly}/env.sh"
}

use_swiftly_if_installed() {
    if swift_is_new_enough || [ ! -f "$(swiftly_environment)" ]; then return 0; fi
    # shellcheck disable=SC1090 # written by swiftly
    . "$(swiftly_environment)"
}

# https://www.swift.org/install/linux/swiftly: download, init, install; the packages that the
# toolchain itself needs are what swiftly lists in its post-install file.
install_swift() {
    [ "$(uname -s)" = Linux ] || die "Swift 6.2 or newer is needed: https://www.swift.org/install"
    say "Swift $SWIFT_MINIMUM_MAJOR.$SWIFT_MINIMUM_MINOR or newer is needed; found: $(found=$(swift_version); say "${found:-none}")"
    confirmed "Install Swift $SWIFT_TO_INSTALL with swift.org's installer (swiftly) into your home directory?" \
        || die "install Swift from https://www.swift.org/install, then try again."
    ensure_packages curl ca-certificates gnupg tar
    download=$(mktemp -d)
    archive="swiftly-$(uname -m).tar.gz"
    (
        cd "$download"
        curl -fsSLO "https://download.swift.org/swiftly/linux/$archive"
        tar zxf "$archive"
        ./swiftly init --assume-yes --skip-install --quiet-shell-followup
    ) || die "swiftly could not be installed."
    # shellcheck disable=SC1090 # written by swiftly
    . "$(swiftly_environment)"
    swiftly install --assume-yes --use --post-install-file "$download/post-install.sh" "$SWIFT_TO_INSTALL" \
        || die "swiftly could not install Swift $SWIFT_TO_INSTALL."
    if [ -f "$download/post-install.sh" ]; then
        say "The toolchain itself needs more packages:"
        cat "$download/post-install.sh"
        may_become_root || die "run these lines as root, then try again."
        as_root sh "$download/post-install.sh" || die "the toolchain's packages could not be installed."
    fi
    rm -rf "$download"
}

# Every Swift file of the project, NUL-separated, without what the builds hold.
swift_sources() {
    find . -name '.*' ! -name . -prune -o -name node_modules -prune -o -name '*.swift' -type f -print0
}
