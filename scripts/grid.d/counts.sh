# shellcheck shell=sh
# Reads what a test runner printed and says "PASSED FAILED SKIPPED", or nothing when the
# runner never came to its closing line.

without_colours() {
    LC_ALL=C sed 's/\x1b\[[0-9;]*m//g' "$1"
}

# Swift Testing counts skipped and failed tests into its total; XCTest prints a line for each
# suite, of which the last is the total.
count_swift() {
    without_colours "$1" | LC_ALL=C awk '
        /^[^ ]+ Test run with [0-9]+ tests? .*(passed|failed) after [0-9.]+ seconds/ {
            match($0, /Test run with [0-9]+/)
            total += substr($0, RSTART + 14, RLENGTH - 14)
            closed = 1
            next
        }
        /^[^ ]+ Test .* failed after [0-9.]+ seconds/ { failed++ }
        /^[^ ]+ Test .* skipped(\.|: )/ { skipped++ }
        /^[ \t]*Executed [0-9]+ tests?, with / {
            match($0, /Executed [0-9]+/)
            xctest = substr($0, RSTART + 9, RLENGTH - 9) + 0
            match($0, /[0-9]+ failures?/)
            xctestFailed = substr($0, RSTART, RLENGTH) + 0
            xctestSkipped = match($0, /with [0-9]+ tests? skipped/) ? substr($0, RSTART + 5, RLENGTH - 5) + 0 : 0
        }
        END {
            if (!closed && !xctest) exit
            print total - failed - skipped + xctest - xctestFailed - xctestSkipped, \
                failed + xctestFailed, skipped + xctestSkipped
        }'
}

# `node --test`, in its TAP form ("# pass 3") and its spec form ("ℹ pass 3").
count_node() {
    without_colours "$1" | LC_ALL=C awk '
        /^[^ ]+ pass [0-9]+$/ { passed += $3; closed = 1 }
        /^[^ ]+ (fail|cancelled) [0-9]+$/ { failed += $3 }
        /^[^ ]+ (skipped|todo) [0-9]+$/ { skipped += $3 }
        END { if (closed) print passed + 0, failed + 0, skipped + 0 }'
}

# The last line that ends in "in 1.23s"; an error in set-up counts as a failure.
count_pytest() {
    without_colours "$1" | LC_ALL=C awk '
        / in [0-9.]+s( |$)/ && /[0-9]+ (passed|failed|skipped|error|errors|xfailed|xpassed)/ { line = $0 }
        END {
            if (line == "") exit
            n = split(line, word, /[ ,=]+/)
            for (i = 2; i <= n; i++) {
                if (word[i] == "passed" || word[i] == "xfailed") passed += word[i - 1]
                if (word[i] == "failed" || word[i] ~ /^errors?$/ || word[i] == "xpassed") failed += word[i - 1]
                if (word[i] == "skipped") skipped += word[i - 1]
            }
            print passed + 0, failed + 0, skipped + 0
        }'
}
