"""What was acknowledged survives `kill -9`; what was not is there whole or not at all."""

import math
import random
import signal
import subprocess
import threading
import time

from city import CONSUMPTION_SERIES, END, INTERVAL, START, iso, make_city, readings_of
from client import get, post_readings
from database import SETTINGS, execute
from engines import on_both_engines
from program import BINARY, Server, environment, run

CLIENTS = 4
SERIES_PER_CLIENT = 3
INTERVALS_PER_BATCH = 20
ROUNDS = 5
#: On a machine that is faster than the test needs, a client has no more to send after these: the hours
#: they cover still fit into one window of a chart.
MOST_BATCHES = 900


class Client:
    """Sends batches of its own series one after the other and remembers what was acknowledged.

    A batch without an answer is sent again in the next round, as a head-end system would.
    """

    def __init__(self, number):
        self.series = [number * SERIES_PER_CLIENT + i + 1 for i in range(SERIES_PER_CLIENT)]
        self.next_batch = 0
        self.acknowledged = {}
        self.unanswered = None
        self.sent = 0
        self.errors = []

    def batch(self, number):
        """{(series, start): value}"""
        first = number * INTERVALS_PER_BATCH
        return {
            (series, START + (first + i) * INTERVAL): round(series * 1000 + first + i + 0.125, 3)
            for series in self.series
            for i in range(INTERVALS_PER_BATCH)
        }

    def run(self, port):
        self.unanswered = None
        while self.next_batch < MOST_BATCHES:
            batch = self.batch(self.next_batch)
            readings = [
                {"seriesId": series, "start": iso(start), "value": value} for (series, start), value in batch.items()
            ]
            self.unanswered = batch
            self.sent += 1
            try:
                answer = post_readings(port, readings)
            except OSError:
                return
            except Exception as error:  # noqa: BLE001 - an answer cut off in the middle is no answer
                if type(error).__module__ != "http.client":
                    self.errors.append(error)
                return
            if answer.status != 200:
                self.errors.append(f"{answer.status}: {answer.body[:200]!r}")
                return
            receipt = answer.json()
            if receipt["received"] != len(batch) or receipt["revised"] != 0:
                self.errors.append(f"a batch that was sent again was taken for another: {receipt}")
            self.acknowledged.update(batch)
            self.unanswered = None
            self.next_batch += 1


@on_both_engines
def test_every_acknowledged_reading_survives_kill_9_and_none_is_there_twice(city):
    random_source = random.Random(20261123)
    clients = [Client(number) for number in range(CLIENTS)]
    unanswered_stored = 0
    for round_number in range(ROUNDS):
        with Server(city) as server:
            threads = [threading.Thread(target=client.run, args=(server.port,)) for client in clients]
            for thread in threads:
                thread.start()
            time.sleep(random_source.uniform(0.3, 1.2))
            server.kill()
            for thread in threads:
                thread.join()
        assert [error for client in clients for error in client.errors] == []
        with Server(city) as server:
            unanswered_stored += check_stored(clients, server.port)
    acknowledged = sum(len(client.acknowledged) for client in clients)
    with Server(city) as server:
        stored = {series: stored_of(server.port, series, client.next_batch) for client in clients for series in client.series}
        wait_for_rollups(server.port, stored)
    print(
        f"\n{ROUNDS} kills: {sum(c.sent for c in clients) * len(clients[0].batch(0))} readings sent, {acknowledged} "
        f"acknowledged, {sum(map(len, stored.values()))} stored, {unanswered_stored} batches without an answer stored whole"
    )
    assert acknowledged > 1000, "the clients hardly sent anything: the test would prove nothing"
    assert_sound(city)


def stored_of(port, series, batches):
    """Everything of a series up to a day after what was sent of it; what lay further would not be ours."""
    return readings_of(get, port, series, START, min(END, START + (batches + 1) * INTERVALS_PER_BATCH * INTERVAL + 86_400))


def check_stored(clients, port):
    """Returns how many batches without an answer had been stored; fails on anything lost, cut or invented."""
    unanswered_stored = 0
    for client in clients:
        stored = {(series, start): value for series in client.series for start, value in stored_of(port, series, client.next_batch).items()}
        lost = {key: value for key, value in client.acknowledged.items() if stored.get(key) != value}
        assert not lost, f"{len(lost)} acknowledged readings are lost or changed, such as {next(iter(lost.items()))}"
        more = {key: value for key, value in stored.items() if key not in client.acknowledged}
        if more:
            assert more == client.unanswered, "a batch without an answer is there in part"
            unanswered_stored += 1
    return unanswered_stored


def wait_for_rollups(port, stored):
    """The zone's hours must become the sums of its meters' readings."""
    hours = {}
    for readings in stored.values():
        for start, value in readings.items():
            hours.setdefault(start - start % 3600, []).append(value)
    complete = len(stored) * 3600 // INTERVAL
    expected = {hour: sum(values) for hour, values in hours.items() if len(values) == complete}
    assert expected
    end = max(hours) + 3600
    deadline = time.monotonic() + 30
    while True:
        window = get(
            port, f"/api/v1/series/{CONSUMPTION_SERIES}/readings?from={iso(START)}&to={iso(end)}&points=5000"
        ).json()
        rolled_up = dict(zip(window["columns"]["start"], window["columns"]["value"]))
        if rolled_up.keys() == expected.keys():
            if all(abs(rolled_up[hour] - value) < 1e-6 * value for hour, value in expected.items()):
                return
        assert time.monotonic() < deadline, f"{len(rolled_up)} of {len(expected)} hours are rolled up"
        time.sleep(0.2)


def assert_sound(city):
    if not (city / SETTINGS).exists():
        assert execute(city, "PRAGMA integrity_check") == [("ok",)]
    assert execute(city, "SELECT COUNT(*) FROM reading_revisions") == [(0,)]


@on_both_engines
def test_a_file_whose_import_was_killed_is_there_whole_or_not_at_all(city):
    random_source = random.Random(4)
    rows, meters = 3000, (1, 2)
    total = rows * len(meters)
    file = city / "readings.csv"

    def write_file(value):
        with file.open("w") as lines:
            lines.write("series,start,value\n")
            for meter in meters:
                lines.writelines(f"meter-{meter},{iso(START + i * INTERVAL)},{value}\n" for i in range(rows))

    def stored():
        return execute(
            city, "SELECT COALESCE(SUM(reading_count), 0), MIN(min_value), MAX(max_value) FROM reading_blocks"
        )[0]

    # The second replaces all that the first stored, as those do that are killed: it takes as long as they would.
    for value in (0.5, 1.5):
        write_file(value)
        began = time.monotonic()
        assert run(city, "import", file, "--tenant", "test", "--series", "series").returncode == 0
        whole = time.monotonic() - began
        assert stored() == (total, value, value)
    outcomes = {"before": 0, "after": 0}
    for attempt in range(8):
        following = value + 1
        write_file(following)
        importing = subprocess.Popen(
            [BINARY, "import", file, "--tenant", "test", "--series", "series"],
            env=environment(city), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )
        # The later part is where it writes; past the end it has been stored.
        time.sleep(whole * random_source.uniform(0.5, 1.5))
        importing.send_signal(signal.SIGKILL)
        said = importing.communicate()[0].decode()
        count, least, greatest = stored()
        assert count == total
        assert least == greatest, "the file is there in part"
        assert least in (value, following)
        if "Stored:" in said:
            assert least == following, "what was reported as stored is not there"
        outcomes["after" if least == following else "before"] += 1
        value = least
    with Server(city) as server:
        for meter in meters:
            assert set(readings_of(get, server.port, meter, START, START + rows * INTERVAL).values()) == {value}
    print(
        f"\n8 kills while importing {total} readings: {outcomes['before']} changed nothing, {outcomes['after']} stored all"
    )


@on_both_engines
def test_a_broken_file_changes_nothing_and_every_bad_row_is_named(city):
    file = city / "readings.csv"
    file.write_text(
        f"series,start,value\nmeter-1,{iso(START)},1.5\nmeter-1,yesterday,1\nmeter-9999,{iso(START)},1\n"
        f"meter-1,{iso(START + INTERVAL)},NaN\n"
    )
    outcome = run(city, "import", file, "--tenant", "test", "--series", "series")
    assert outcome.returncode == 1
    assert "3 faults" in outcome.stdout and "Nothing was stored." in outcome.stdout
    for line in ("line 3", "line 4", "line 5"):
        assert line in outcome.stdout.lower(), outcome.stdout
    assert execute(city, "SELECT COUNT(*) FROM reading_blocks") == [(0,)]


def test_a_training_that_was_killed_is_taken_up_after_its_lease_and_put_back_at_shutdown(tmp_path):
    city = make_city(tmp_path / "city", meters=1)

    def wait_for_job(port, holds):
        deadline = time.monotonic() + 60
        while not holds(job := get(port, "/api/v1/jobs/1").json()):
            assert job["state"] in ("queued", "running"), job
            assert time.monotonic() < deadline, job
            time.sleep(0.05)

    with Server(city) as server:
        days, per_day = 200, 86_400 // INTERVAL
        for day in range(0, days, 5):
            first = END - (days - day) * 86_400
            readings = [
                {
                    "seriesId": 1, "start": iso(first + i * INTERVAL),
                    "value": round(5 + 3 * math.sin(2 * math.pi * i / per_day) + i * 7919 % 13 / 10, 3),
                }
                for i in range(5 * per_day)
            ]
            assert post_readings(server.port, readings).status == 200
        while execute(city, "SELECT COUNT(*) FROM stale_rollups") != [(0,)]:
            time.sleep(0.1)
        # As the server itself will in a few seconds, unless it has already: under its key, so that it adds no other.
        now = int(time.time())
        execute(
            city,
            "INSERT INTO jobs (tenant_id, job_id, kind, payload, state, priority, attempt, max_attempts,"
            " unique_key, run_at, created_at)"
            " VALUES (1, 1, 'forecast.train', '{}', 'queued', 0, 0, 3, 'forecast.lstm', ?, ?) ON CONFLICT DO NOTHING",
            now, now,
        )
        execute(city, "INSERT INTO id_counters (tenant_id, name, last_id) VALUES (1, 'job', 1) ON CONFLICT DO NOTHING")
        wait_for_job(server.port, lambda job: (job["progress"] or 0) > 0.05)
        server.kill()
    with Server(city) as server:
        job = get(server.port, "/api/v1/jobs/1").json()
        assert (job["state"], job["attempt"]) == ("running", 1), "nobody may take it while its lease runs"
        # A minute later.
        execute(city, "UPDATE jobs SET lease_until = ? WHERE job_id = 1", int(time.time()) - 1)
        wait_for_job(server.port, lambda job: job["attempt"] == 2 and (job["progress"] or 0) > 0.02)
        begun = time.monotonic()
        assert server.stop(20) == 0
        took = time.monotonic() - begun
    # It has five seconds to end: a quick machine makes it. A model is registered with its file or not at all; the
    # job may still be cut short in the forecasts that follow.
    outcome = execute(city, "SELECT state, attempt, lease_until FROM jobs WHERE job_id = 1")
    assert outcome in ([("queued", 1, None)], [("succeeded", 2, None)])
    [(models,)] = execute(city, "SELECT COUNT(*) FROM model_versions")
    files = [file for file in (city / "objects").rglob("*.*") if file.is_file()]
    assert len(files) == models
    assert models == 1 or (models == 0 and outcome[0][0] == "queued")
    print(f"\ntraining killed, taken up again, and {outcome[0][0]} {took:.1f} s after SIGTERM")
