# shellcheck shell=sh
# The browser that the tests drive.

# Ubuntu's "chromium" is a snap, which no container can run: there Playwright brings its own browser.
browser_package() {
    if find_browser >/dev/null || [ "$(distribution)" = ubuntu ]; then return 0; fi
    printf ' chromium'
}

find_browser() {
    for browser in chromium chromium-browser google-chrome; do
        path=$(command -v "$browser" 2>/dev/null) || continue
        case $(readlink -f "$path") in
            */snap*) continue ;;
        esac
        # Ubuntu's chromium-browser is a script that only calls the snap.
        if [ "$(distribution)" = ubuntu ] && grep -qs /snap/bin "$path"; then continue; fi
        say "$path"
        return 0
    done
    return 1
}

# CHROMIUM is the browser's path; empty means the one that Playwright brought.
ensure_browser() {
    # shellcheck disable=SC2034 # read by run_browser_tests
    if CHROMIUM=$(find_browser); then return 0; fi
    # shellcheck disable=SC2034 # read by run_browser_tests
    CHROMIUM=
    may_become_root || die "a browser is needed for the tests, and its libraries need root."
    "$TEST_PYTHON/bin/python" -m playwright install --with-deps chromium || die "no browser could be installed."
}
