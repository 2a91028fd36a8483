# shellcheck shell=sh
# Runs suites one after another, whatever becomes of each, and adds up what they counted.

start_suites() {
    LOGS=.build/test-logs
    rm -rf "$LOGS"
    mkdir -p "$LOGS"
    PASSED=0
    FAILED=0
    SKIPPED=0
    SUMMARY=
}

# run_suite NAME RUNNER COMMAND...
# RUNNER is swift, node or pytest for what prints counts, check for what passes or fails as a whole.
run_suite() {
    suite=$1
    runner=$2
    shift 2
    log=$LOGS/$suite.log
    say "· $suite …"
    started=$(date +%s)
    status=0
    "$@" >"$log" 2>&1 </dev/null || status=$?
    record_suite "$suite" "$runner" "$status" "$log" "$(($(date +%s) - started))"
}

# record_suite NAME RUNNER EXIT-STATUS LOG SECONDS
record_suite() {
    note=
    # shellcheck disable=SC2046 # three numbers, or none
    set -- "$1" "$2" "$3" "$4" "$5" $(suite_counts "$2" "$3" "$4")
    if [ "$#" -lt 8 ]; then
        set -- "$1" "$2" "$3" "$4" "$5" 0 1 0
        note=", ended with status $3 and no count"
    elif [ "$3" -ne 0 ] && [ "$7" -eq 0 ]; then
        set -- "$1" "$2" "$3" "$4" "$5" "$6" 1 "$8"
        note=", ended with status $3"
    elif [ "$(($6 + $7 + $8))" -eq 0 ]; then
        set -- "$1" "$2" "$3" "$4" "$5" 0 1 0
        note=", ran no test"
    fi
    PASSED=$((PASSED + $6))
    FAILED=$((FAILED + $7))
    SKIPPED=$((SKIPPED + $8))
    line="$1: $6 passed, $7 failed, $8 skipped in $5 s$note"
    SUMMARY="$SUMMARY
  $line"
    say "  $line"
    if [ "$7" -gt 0 ]; then show_failure "$2" "$4"; fi
}

# suite_counts RUNNER EXIT-STATUS LOG
suite_counts() {
    case $1 in
        check) if [ "$2" -eq 0 ]; then say 1 0 0; else say 0 1 0; fi ;;
        *) "count_$1" "$3" ;;
    esac
}

show_failure() {
    say "  ---- from $2"
    if [ "$1" = swift ]; then
        grep -a -E '^✘|error:|Fatal error|Program crashed' "$2" | head -n 60 | sed 's/^/  | /' || true
        tail -n 15 "$2" | sed 's/^/  | /'
    else
        grep -a -E '^(FAILED|ERROR) ' "$2" | head -n 60 | sed 's/^/  | /' || true
        tail -n 80 "$2" | sed 's/^/  | /'
    fi
    say "  ----"
}

# Ends with the one line of counts; fails when anything failed.
finish_suites() {
    say ""
    say "Suites (logs in $LOGS):$SUMMARY"
    say ""
    say "$PASSED passed, $FAILED failed, $SKIPPED skipped"
    [ "$FAILED" -eq 0 ]
}
