"""The database cannot write: the API says so, loses nothing that it acknowledged, and recovers."""

import sqlite3

from city import INTERVAL, START, iso, readings_of
from client import get, post_readings
from program import Server


def batch(number, size=500):
    return {START + (number * size + i) * INTERVAL: number + i / 1000 for i in range(size)}


def post(server, series, readings, **more):
    return post_readings(
        server.port, [{"seriesId": series, "start": iso(start), "value": value} for start, value in readings.items()], **more
    )


def stored(server, series):
    return readings_of(get, server.port, series, START, START + 100 * 86_400)


def test_a_database_that_another_process_locks_is_busy_and_readable(city):
    with Server(city) as server:
        assert post(server, 1, batch(0)).status == 200
        other = sqlite3.connect(city / "urbangrid.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        # Its turn may come after writers of the program's own, each of which waits ten seconds for the lock.
        answer = post(server, 1, batch(1), timeout=90)
        problem = answer.assert_problem(503)
        assert problem["detail"] in ("The database is busy; try again.", "The request took too long.")
        assert int(answer.headers.get("retry-after", "1")) > 0
        assert stored(server, 1) == batch(0)
        other.execute("ROLLBACK")
        other.close()
        assert post(server, 1, batch(1)).status == 200
        assert stored(server, 1) == {**batch(0), **batch(1)}
        assert server.stop() == 0


def test_a_full_disk_refuses_readings_and_loses_none_that_it_took(city):
    acknowledged, refused = {}, 0
    with Server(city, largest_file=1 << 20) as server:
        for number in range(40):
            # Values that do not compress, so that the disk is full soon.
            readings = {start: hash((number, start)) % 10**9 / 1000 for start in batch(number % 19)}
            series = 1 + number // 19
            answer = post(server, series, readings)
            if answer.status == 200:
                acknowledged.setdefault(series, {}).update(readings)
            else:
                answer.assert_problem(503)
                refused += 1
        assert refused > 0, "the disk was never full: the test would prove nothing"
        assert acknowledged
        for series, readings in acknowledged.items():
            assert stored(server, series) == readings
        assert get(server.port, "/health").status == 200
        server.kill()
    with Server(city) as server:
        for series, readings in acknowledged.items():
            assert stored(server, series) == readings
        assert post(server, 5, batch(0)).status == 200
