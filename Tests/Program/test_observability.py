"""What the running server says of itself: metrics, log, readiness."""

import json
import re
import sqlite3
import time
import urllib.parse
from pathlib import Path

import pytest

import openmetrics
from city import START, iso
from client import get, post_readings, request
from program import Server

SECRET = "s3cr3t-value"


def metrics(server):
    answer = get(server.port, "/metrics")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    return openmetrics.parse(answer.body.decode())


def samples(families, family, name=None):
    return {
        tuple(sorted(labels.items())): value
        for sample, labels, value in families.get(family, (None, []))[1]
        if sample == (name or sample)
    }


def test_metrics_are_openmetrics_and_count_by_route_template(server):
    before = metrics(server)
    for series in (1, 2, 3):
        assert get(server.port, f"/api/v1/series/{series}").status == 200
    assert get(server.port, "/api/v1/series/999").status == 404
    assert get(server.port, "/nothing-private.txt").status == 404
    assert request(server.port, "BREW", "/api/v1/zones").status in (400, 404, 405, 501)
    assert post_readings(server.port, [{"seriesId": 1, "start": iso(START), "value": 1}]).status == 200
    after = metrics(server)

    def more(**labels):
        key = tuple(sorted(labels.items()))
        counts = [samples(families, "http_server_requests").get(key, 0) for families in (before, after)]
        return counts[1] - counts[0]

    assert more(method="GET", route="/api/v1/series/{id}", status="200") == 3
    assert more(method="GET", route="/api/v1/series/{id}", status="404") == 1
    assert more(method="POST", route="/api/v1/readings", status="200") == 1
    text = get(server.port, "/metrics").body.decode()
    assert "private" not in text and "series/1" not in text and "BREW" not in text
    durations = samples(after, "http_server_request_duration_seconds", "http_server_request_duration_seconds_count")
    assert durations[(("method", "GET"), ("route", "/api/v1/series/{id}"))] >= 4


def test_every_metric_says_what_it_means(server):
    get(server.port, "/health")
    text = get(server.port, "/metrics").body.decode()
    typed = re.findall(r"^# TYPE (\S+) ", text, re.M)
    helped = re.findall(r"^# HELP (\S+) \S", text, re.M)
    assert "http_server_requests" in typed and "urbangrid_readings" in typed
    assert typed == helped


def test_the_citys_work_is_counted(server):
    before = metrics(server)
    start = START + 200 * 3600
    reading = {"seriesId": 1, "start": iso(start), "value": 1}
    assert post_readings(server.port, [reading]).status == 200
    assert post_readings(server.port, [reading]).status == 200
    assert post_readings(server.port, [{**reading, "value": 2}]).status == 200
    assert post_readings(server.port, [reading, {**reading, "seriesId": 999}]).status == 422
    after = metrics(server)

    def more(outcome):
        key = (("outcome", outcome), ("tenant", "test"))
        return [samples(families, "urbangrid_readings")[key] for families in (after, before)]

    for outcome, count in {"inserted": 1, "unchanged": 1, "revised": 1, "refused": 2}.items():
        now, then = more(outcome)
        assert now - then == count, outcome
    deadline = time.monotonic() + 15
    # How things stand is looked at every few seconds.
    while not samples(families := metrics(server), "urbangrid_readings_stored").get((("tenant", "test"),), 0) >= 1:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert {dict(labels)["state"] for labels in samples(families, "urbangrid_jobs")} == {
        "queued", "running", "succeeded", "failed", "cancelled",
    }
    assert samples(families, "urbangrid_database_size_bytes")[()] > 10_000
    assert samples(families, "urbangrid_live_clients")[()] == 0
    for counter in ("urbangrid_forecasts_issued", "urbangrid_anomalies_found"):
        assert families[counter][0] == "counter"


def test_paths_that_clients_invent_make_no_new_series(server):
    before = len(get(server.port, "/metrics").body)
    for number in range(300):
        get(server.port, f"/invented-{number}.txt")
        get(server.port, f"/api/v1/invented/{number}")
    assert len(get(server.port, "/metrics").body) < before + 4000


def test_the_process_says_of_itself_what_the_kernel_says(server):
    families = metrics(server)
    values = {family: next(iter(samples(families, family).values())) for family in families if family.startswith("process_")}
    assert abs(values["process_resident_memory_bytes"] - server.memory()) < 0.25 * server.memory()
    open_files = len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))
    assert abs(values["process_open_fds"] - open_files) <= 3
    assert abs(time.time() - values["process_start_time_seconds"] - values["process_uptime_seconds"]) < 5
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
    started = float(re.search(r"btime (\d+)", Path("/proc/stat").read_text())[1]) + int(fields[19]) / 100
    assert abs(values["process_start_time_seconds"] - started) < 5
    assert families["process_cpu_seconds"][0] == "counter"
    used = (int(fields[11]) + int(fields[12])) / 100
    assert 0 < values["process_cpu_seconds"] <= used + 1


def test_the_log_is_json_lines_without_queries_and_secrets(server):
    ids = [f"log-test-{number}" for number in range(6)]
    quoted = urllib.parse.quote(SECRET)
    get(server.port, f"/api/v1/zones?token={quoted}", headers={"X-Request-Id": ids[0]})
    get(server.port, "/api/v1/series/1", headers={"X-Request-Id": ids[1]})
    get(server.port, "/api/v1/series/1", headers={"X-Request-Id": ids[4], "Authorization": f"Bearer {SECRET}"})
    get(server.port, "/api/v1/zones", headers={"X-Request-Id": ids[2], "Cookie": f"session={SECRET}"})
    post_readings(server.port, json.dumps({"readings": [{"series": SECRET, "start": iso(START), "value": 1}]}))
    get(server.port, "/%0a%7b%22level%22:%22error%22%7d", headers={"X-Request-Id": ids[3]})
    get(server.port, "/api/v1/series/2/readings", headers={"X-Request-Id": 'evil"}\\n'})
    deadline = time.monotonic() + 5
    while ids[3] not in server.log() and time.monotonic() < deadline:
        time.sleep(0.05)
    text = server.log()
    assert SECRET not in text
    lines = [json.loads(line) for line in text.splitlines()]
    for line in lines:
        assert list(line)[:4] == ["ts", "level", "label", "msg"], line
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["ts"]), line
    by_id = {line["requestId"]: line for line in lines if line.get("requestId") in ids}
    answered = by_id[ids[1]]["meta"]
    assert (answered["method"], answered["route"], answered["status"]) == ("GET", "/api/v1/series/{id}", "200")
    assert float(answered["durationMs"]) > 0 and int(answered["bytes"]) > 0
    assert by_id[ids[4]]["meta"]["status"] == "401"
    assert by_id[ids[0]]["meta"]["status"] == "400"
    assert by_id[ids[0]]["meta"]["path"] == "/api/v1/zones"


def test_every_answer_names_its_request_and_no_refusal_is_logged_as_an_error(server):
    for path in ("/health", "/api/v1/zones", "/api/v1/nothing", "/api/v1/zones/x", "/metrics"):
        answer = get(server.port, path)
        assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    levels = {json.loads(line)["level"] for line in server.log().splitlines()}
    assert levels <= {"info", "notice", "warning"}, levels


def ready(server):
    answer = get(server.port, "/ready")
    return answer.status, answer.json()


def wait_for(server, expected, seconds=20):
    deadline = time.monotonic() + seconds
    while (found := ready(server)) != expected:
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


CHECKS = ("database", "ingestLog", "migrations", "queue", "rollups")
READY = (200, {"status": "ready", "checks": dict.fromkeys(CHECKS, "ok")})


def not_ready(failing):
    return (503, {"status": "notReady", "checks": {**READY[1]["checks"], failing: "failing"}})


def change(city, statement, *arguments):
    with sqlite3.connect(city / "urbangrid.sqlite", timeout=10) as database:
        database.execute(statement, arguments)
    database.close()


def test_ready_means_database_migrations_queue_and_rollups(city):
    with Server(city) as server:
        wait_for(server, READY)
        change(city, "INSERT INTO schema_migrations (version, name) VALUES (999, 'of a later program')")
        assert ready(server) == not_ready("migrations")
        change(city, "DELETE FROM schema_migrations WHERE version = 999")
        wait_for(server, READY)
        change(city, "ALTER TABLE jobs RENAME TO jobs_gone")
        assert ready(server) == not_ready("queue")
        assert get(server.port, "/health").status == 200
        change(city, "ALTER TABLE jobs_gone RENAME TO jobs")
        wait_for(server, READY)


@pytest.mark.parametrize("attempts", [1, 2])
def test_a_job_whose_worker_was_killed_is_rescued_after_its_lease(city, attempts):
    """A job can be tried again only if it says so; either way it does not run for ever."""
    now = int(time.time())
    change(
        city,
        "INSERT INTO jobs (tenant_id, job_id, kind, payload, state, priority, attempt, max_attempts, run_at, created_at,"
        " started_at, lease_until) VALUES (1, 1, 'forecast.train', '{}', 'running', 0, 1, ?, ?, ?, ?, ?)",
        attempts, now - 5, now - 5, now - 5, now + 3600,
    )

    def job():
        return get(server.port, "/api/v1/jobs/1").json()

    with Server(city) as server:
        # The worker has looked for jobs.
        wait_for(server, READY)
        assert job()["state"] == "running", "its lease still runs"
        change(city, "UPDATE jobs SET lease_until = ?", now - 1)
        deadline = time.monotonic() + 20
        while job()["state"] in ("running", "queued"):
            assert time.monotonic() < deadline, job()
            time.sleep(0.1)
        ended = job()
        # There is nothing to learn from in this city: a second attempt says so.
        assert ended["state"] == "failed"
        assert ended["attempt"] == attempts
        stopped = "The worker stopped before the job was done."
        assert (ended["error"] == stopped) == (attempts == 1), ended
