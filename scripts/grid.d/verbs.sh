# shellcheck shell=sh
# What ./grid can be asked to do.

BINARY=urbangrid
TEST_PYTHON=.build/python

verb_demo() {
    step 1/4 "Packages"
    refuse_foreign_build_folder
    # shellcheck disable=SC2046 # a list of names
    ensure_packages $(packages_for_demo)
    require_node
    ensure_swift
    step 2/4 "Web app"
    build_web || die "the web app did not build."
    step 3/4 "Release build (the first one compiles every dependency: about ten minutes on two cores)"
    build_release
    step 4/4 "The demo city (the first start loads a year of readings and trains the models)"
    mkdir -p var/demo
    # Models record what made them; without git, or outside a checkout, they do not know.
    URBANGRID_COMMIT=$(git describe --always --dirty --abbrev=12 --exclude='*' 2>/dev/null || true)
    export URBANGRID_COMMIT
    exec ".build/release/$BINARY" demo --web-root web/dist --data data/demo --directory var/demo "$@"
}

verb_test() {
    step 1/4 "Packages"
    refuse_foreign_build_folder
    # shellcheck disable=SC2046 # a list of names
    ensure_packages $(packages_for_test)
    require_node
    ensure_swift
    ensure_python_environment "$TEST_PYTHON" scripts/tests/requirements.txt || die "pip could not install the test tools."
    ensure_browser
    step 2/4 "Web app"
    web_status=0
    build_web || web_status=$?
    step 3/4 "Debug build with tests (the first one compiles every dependency: minutes)"
    build_status=0
    swift build --build-tests </dev/null || build_status=$?
    step 4/4 "Tests"
    start_suites
    postgres_status=0
    start_postgres "$LOGS/postgres.log" || postgres_status=$?
    run_every_suite
    finish_suites
}

# The builds are suites too: when one breaks, what depends on it is reported as failed, not left out.
run_every_suite() {
    run_suite modules check check_modules
    run_suite format check check_format
    run_suite shell check check_shell
    run_suite scripts pytest "$TEST_PYTHON/bin/python" -m pytest -q scripts/tests
    run_suite demo-city check check_demo_city
    run_suite web-build check test "$web_status" -eq 0
    run_suite web-types check check_web_types
    run_suite web node node web/test.mjs
    run_suite swift-build check test "$build_status" -eq 0
    run_suite postgres check test "$postgres_status" -eq 0
    run_suite swift swift run_swift_tests
    run_suite swift-postgres swift run_swift_tests_on_postgres
    run_suite program pytest run_program_tests
    run_suite browser pytest run_browser_tests
}

run_swift_tests() {
    if [ "$build_status" -ne 0 ]; then
        say "not run: the build failed"
        return 1
    fi
    swift test --skip-build
}

# What stores and reads is tested on PostgreSQL too; the run before was on SQLite.
run_swift_tests_on_postgres() {
    if [ "$build_status" -ne 0 ] || [ "$postgres_status" -ne 0 ]; then
        say "not run: the build failed, or PostgreSQL did not start"
        return 1
    fi
    URBANGRID_TEST_ENGINE=postgres swift test --skip-build --filter 'PersistenceTests|JobsTests|OperationsTests'
}

# The program as users run it: killed, fed with nonsense, and looked at from outside. Mostly it is waited for: two files at
# a time, each with cities and servers of its own.
run_program_tests() {
    builds_succeeded || return 1
    URBANGRID_BIN="$(swift build --show-bin-path)/$BINARY" "$TEST_PYTHON/bin/python" -m pytest -q -n 2 --dist loadfile \
        --durations=5 Tests/Program
}

# The debug program that the Swift tests were built with serves the demo to the browser; the tests start it on a free
# port in a directory of their own, and end it.
run_browser_tests() {
    builds_succeeded || return 1
    URBANGRID_BIN="$(swift build --show-bin-path)/$BINARY" CHROMIUM="$CHROMIUM" \
        "$TEST_PYTHON/bin/python" -m pytest -q --durations=5 Tests/Browser
}

builds_succeeded() {
    if [ "$build_status" -eq 0 ] && [ "$web_status" -eq 0 ]; then return 0; fi
    say "not run: a build failed"
    return 1
}

verb_build() {
    step 1/3 "Packages"
    refuse_foreign_build_folder
    # shellcheck disable=SC2046 # a list of names
    ensure_packages $(packages_for_demo)
    require_node
    ensure_swift
    step 2/3 "Web app"
    build_web || die "the web app did not build."
    step 3/3 "Release build (the first one compiles every dependency: about ten minutes on two cores)"
    build_release
    say "Built .build/release/$BINARY and web/dist."
}

build_release() {
    swift build -c release --product "$BINARY" </dev/null || die "the release build failed."
}

# URBANGRID_BENCH_PYTHON names a Python that has PyTorch already; without it one is made.
verb_bench() {
    case "${1:-} ${2:-}" in
        '--only api-load') shift 2; measure_api_load "$@"; return ;;
        '--only api-reads') shift 2; measure_api_reads "$@"; return ;;
    esac
    step 1/3 "Packages"
    refuse_foreign_build_folder
    # shellcheck disable=SC2046,SC2086 # lists of names
    ensure_packages $BUILD_PACKAGES $(postgres_package)
    ensure_swift
    if [ -z "${URBANGRID_BENCH_PYTHON:-}" ]; then
        if ensure_python_environment .build/python-bench Benchmarks/requirements.txt; then
            URBANGRID_BENCH_PYTHON="$ROOT/.build/python-bench/bin/python"
            export URBANGRID_BENCH_PYTHON
        else
            warn "pip could not install PyTorch: the training step is left out."
        fi
    fi
    step 2/3 "Release build of the program and of Benchmarks (the first one compiles everything: minutes)"
    build_release
    swift build -c release --package-path Benchmarks </dev/null || die "the benchmarks did not build."
    step 3/3 "Measuring (close what else runs: both sides of a ratio suffer, but not always alike)"
    if [ -z "${URBANGRID_BENCH_DATABASE_URL:-}" ]; then
        if start_postgres .build/bench-postgres.log; then
            URBANGRID_BENCH_DATABASE_URL=$URBANGRID_TEST_DATABASE_URL
            export URBANGRID_BENCH_DATABASE_URL
        else
            warn "PostgreSQL could not be started: its benchmarks are left out."
        fi
    fi
    Benchmarks/.build/release/Benchmarks "$@"
}

verb_format() {
    ensure_swift
    swift_sources | xargs -0 swift format --in-place --parallel
}

verb_check() {
    ensure_swift
    failed=0
    for check in modules format web_types shell; do
        if [ "$check" = shell ] && ! command -v shellcheck >/dev/null 2>&1; then
            say "shell: left out, shellcheck is not installed"
            continue
        fi
        if "check_$check"; then say "$check: good"; else say "$check: FAILED"; failed=1; fi
    done
    return "$failed"
}

# A checkout first built by root and then by someone else fails in ways that are hard to read.
refuse_foreign_build_folder() {
    for folder in .build web/dist web/.cache var; do
        if [ -e "$folder" ] && [ ! -w "$folder" ]; then
            die "$folder belongs to somebody else (was it made by root?): remove it or change its owner."
        fi
    done
}

# The API under load is measured from outside, by programs of their own.
measure_api_load() {
    prepare_api_measurement
    step 3/3 "Measuring: about a quarter of an hour for each engine"
    python3 Benchmarks/Load/api_load.py "$@"
}

# URBANGRID_PEER_PYTHON names a Python that has the peer already; without it one is made.
measure_api_reads() {
    prepare_api_measurement
    if [ -z "${URBANGRID_PEER_PYTHON:-}" ]; then
        ensure_python_environment .build/python-peer Benchmarks/Peers/fastapi.txt || die "pip could not install the peer."
        URBANGRID_PEER_PYTHON="$ROOT/.build/python-peer/bin/python"
        export URBANGRID_PEER_PYTHON
    fi
    step 3/3 "Measuring: about three minutes"
    python3 Benchmarks/Load/api_reads.py "$@"
}

prepare_api_measurement() {
    step 1/3 "Packages"
    refuse_foreign_build_folder
    # shellcheck disable=SC2046,SC2086 # lists of names
    ensure_packages $BUILD_PACKAGES $(postgres_package) $LOAD_PACKAGES
    ensure_swift
    step 2/3 "Release build of the program (the first one compiles everything: minutes)"
    build_release
}
