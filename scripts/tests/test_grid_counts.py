"""./grid test adds up what the runners really said."""

import subprocess
from pathlib import Path

import pytest

PARTS = Path(__file__).resolve().parent.parent / "grid.d"

SWIFT_GOOD = """\
	 Executed 0 tests, with 0 failures (0 unexpected) in 0.0 (0.0) seconds
◇ Test loose() started.
➜ Test off() skipped: "why not"
➜ Test offTwo() skipped.
✔ Test several(n:) with 3 test cases passed after 0.001 seconds.
✔ Test "says: Test run with 999 tests passed" passed after 0.001 seconds.
━ Test run with 9 tests in 1 suite passed after 0.002 seconds with 1 known issue.
"""
SWIFT_BAD = """\
✘ Test loose() recorded an issue at T.swift:5:22: Expectation failed: (bad → "1") == nil
➜ Test off() skipped: "why not"
✘ Test severalBad(n:) with 3 test cases failed after 0.002 seconds with 3 issues.
✘ Test loose() failed after 0.002 seconds with 1 issue.
✘ Test "a \\"quoted\\" name" failed after 0.002 seconds with 2 issues.
✘ Suite S failed after 0.002 seconds with 3 issues.
✘ Test run with 9 tests in 1 suite failed after 0.002 seconds with 7 issues.
"""
SWIFT_CRASHED = """\
	 Executed 0 tests, with 0 failures (0 unexpected) in 0.0 (0.0) seconds
◇ Test loose() started.
✔ Test other() passed after 0.001 seconds.
BTests/T.swift:6: Fatal error
"""
NODE_TAP = "# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n# duration_ms 40.2\n"
NODE_SPEC = "✔ draws (1.2ms)\n\x1b[34mℹ tests 2\x1b[39m\n\x1b[34mℹ pass 2\x1b[39m\n\x1b[34mℹ fail 0\x1b[39m\n"


@pytest.mark.parametrize(
    ("runner", "text", "counts"),
    [
        ("swift", SWIFT_GOOD, "7 0 2"),
        ("swift", SWIFT_BAD, "5 3 1"),
        ("swift", SWIFT_CRASHED, ""),
        ("swift", "error: emit-module command failed\n", ""),
        ("node", NODE_TAP, "3 1 1"),
        ("node", NODE_SPEC, "2 0 0"),
        ("node", NODE_SPEC + NODE_TAP, "5 1 1"),
        ("node", "SyntaxError: Unexpected token\n", ""),
        ("pytest", "....\n4 passed in 0.12s\n", "4 0 0"),
        ("pytest", "=== 1 failed, 4 passed, 2 skipped, 1 warning, 1 error in 62.10s (0:01:02) ===\n", "4 2 2"),
        ("pytest", "2 passed in 0.01s\nSegmentation fault\n", "2 0 0"),
        ("pytest", "no tests ran in 0.01s\n", ""),
    ],
)
def test_counts_are_read_from_the_runner(tmp_path, runner, text, counts):
    log = tmp_path / "log"
    log.write_text(text, encoding="utf-8")
    assert shell(f'. "{PARTS}/counts.sh"; count_{runner} "{log}"').stdout.strip() == counts


def shell(script, cwd=None):
    return subprocess.run(["sh", "-euc", script], capture_output=True, text=True, cwd=cwd)


def run_suites(folder, *suites):
    script = "\n".join(
        [f'. "{PARTS}/{part}.sh"' for part in ("say", "counts", "suites")]
        + ["start_suites"]
        + [f"run_suite {suite}" for suite in suites]
        + ["finish_suites"]
    )
    return shell(script, cwd=folder)


def last_line(run):
    return run.stdout.rstrip("\n").split("\n")[-1]


def test_suites_that_pass_end_in_one_plain_line(tmp_path):
    run = run_suites(
        tmp_path, "format check true", "web node echo '# pass 3'", "browser pytest echo '2 passed, 1 skipped in 3.10s'"
    )
    assert run.returncode == 0
    assert last_line(run) == "6 passed, 0 failed, 1 skipped"


def test_a_failing_suite_fails_the_run_and_the_later_ones_still_run(tmp_path):
    run = run_suites(
        tmp_path, "web node sh -c 'echo \"# pass 3\"; echo \"# fail 2\"; exit 1'", "browser pytest echo '2 passed in 3.1s'"
    )
    assert run.returncode == 1
    assert last_line(run) == "5 passed, 2 failed, 0 skipped"


def test_a_runner_without_a_count_counts_as_failed(tmp_path):
    run = run_suites(tmp_path, "swift swift sh -c 'kill -9 $$'", "web node true")
    assert run.returncode == 1
    assert last_line(run) == "0 passed, 2 failed, 0 skipped"


def test_a_runner_that_fails_after_counting_no_failure_counts_one(tmp_path):
    run = run_suites(tmp_path, "browser pytest sh -c 'echo \"2 passed in 3.1s\"; exit 3'")
    assert run.returncode == 1
    assert last_line(run) == "2 passed, 1 failed, 0 skipped"


def test_a_suite_that_ran_nothing_fails(tmp_path):
    run = run_suites(tmp_path, "web node echo '# pass 0'")
    assert run.returncode == 1
    assert last_line(run) == "0 passed, 1 failed, 0 skipped"


def test_each_suite_leaves_its_log(tmp_path):
    run_suites(tmp_path, "web node echo '# pass 3'")
    assert (tmp_path / ".build/test-logs/web.log").read_text() == "# pass 3\n"
