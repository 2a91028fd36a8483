# shellcheck shell=sh
# Checks that need no build. Each is a function that succeeds or fails.

check_modules() {
    "$(system_python)" scripts/check-module-arrows
}

check_format() {
    swift_sources | xargs -0 swift format lint --strict --parallel
}

check_web_types() {
    node web/scripts/check-api-types.mjs --check && node web/typecheck.mjs
}

check_demo_city() {
    PYTHON="$TEST_PYTHON/bin/python" scripts/make-demo-city --check
}

check_shell() {
    shellcheck -x grid scripts/grid.d/*.sh scripts/test-postgres .ci/run scripts/make-demo-city
}
