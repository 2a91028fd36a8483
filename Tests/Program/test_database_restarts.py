"""PostgreSQL goes away under load, or its disk is full: the server says so, loses nothing and recovers by itself."""

import os
import subprocess
import threading
import time

import pytest

from city import END, INTERVAL, START, iso, make_city, readings_of
from client import get, post_readings
from database import SETTINGS, Postgres, execute
from engines import on_postgres
from lines import line, wait_for_compaction, write
from program import Server

CLIENTS = 4
INTERVALS_PER_BATCH = 50
MOST_BATCHES = 900
MEGABYTE = 1 << 20


class PersistentClient:
    """Sends the batches of its own series, each again and again until it is acknowledged."""

    def __init__(self, series, port):
        self.series, self.port = series, port
        self.acknowledged = {}
        self.sent = self.refused = self.unanswered = 0
        self.errors = []
        self.ends = threading.Event()

    def run(self):
        for number in range(MOST_BATCHES):
            first = number * INTERVALS_PER_BATCH
            batch = {
                START + i * INTERVAL: self.series * 1000 + i + 0.25 for i in range(first, first + INTERVALS_PER_BATCH)
            }
            while not self.is_acknowledged(batch):
                if self.ends.is_set():
                    return
                time.sleep(0.02)
            if self.ends.is_set():
                return

    def post(self, batch):
        """Returns the answer, and whether it says that all of it is stored."""
        readings = [
            {"seriesId": self.series, "start": iso(start), "value": value} for start, value in batch.items()
        ]
        answer = post_readings(self.port, readings, timeout=60)
        if answer.status != 200:
            return answer, False
        receipt = answer.json()
        if receipt["received"] != len(batch) or receipt["revised"] != 0:
            self.errors.append(f"a batch that was sent again was taken for another: {receipt}")
        return answer, True

    def is_acknowledged(self, batch):
        self.sent += len(batch)
        answer, is_stored = self.post(batch)
        if is_stored:
            self.acknowledged.update(batch)
            return True
        try:
            answer.assert_problem(503)
            assert int(answer.headers["retry-after"]) > 0
        except AssertionError as error:
            self.errors.append(f"{error}: {answer.body[:300]!r}")
        self.refused += len(batch)
        return False


class PersistentGateway(PersistentClient):
    """The same in line protocol."""

    def post(self, batch):
        answer = write(self.port, [line(self.series, start, value) for start, value in batch.items()], timeout=60)
        return answer, answer.status == 204


def wait_until(holds, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def stored(port, client):
    end = min(END, START + (len(client.acknowledged) + 2 * INTERVALS_PER_BATCH) * INTERVAL)
    return readings_of(get, port, client.series, START, end)


def assert_all_there(server, clients):
    """Everything that was acknowledged, and nothing that was not sent. Returns how many readings are stored."""
    total = 0
    for client in clients:
        found = stored(server.port, client)
        lost = {start for start, value in client.acknowledged.items() if found.get(start) != value}
        assert not lost, f"{len(lost)} acknowledged readings of series {client.series} are lost or changed"
        assert len(found) - len(client.acknowledged) in (0, INTERVALS_PER_BATCH), "a batch is there in part"
        total += len(found)
    return total


def figures(clients, stored_count):
    return (
        f"{sum(client.sent for client in clients)} readings sent, "
        f"{sum(len(client.acknowledged) for client in clients)} acknowledged, {stored_count} stored, "
        f"{sum(client.refused for client in clients)} refused with 503"
    )


@on_postgres
@pytest.mark.parametrize("kind,crashes", [(PersistentClient, 3), (PersistentGateway, 1)])
def test_postgres_that_crashes_under_load_costs_no_acknowledged_reading(city, postgres, kind, crashes):
    with Server(city) as server:
        clients = [kind(number + 1, server.port) for number in range(CLIENTS)]
        threads = [threading.Thread(target=client.run) for client in clients]
        for thread in threads:
            thread.start()
        try:
            for _ in range(crashes):
                before = sum(len(client.acknowledged) for client in clients)
                wait_until(
                    lambda: sum(len(client.acknowledged) for client in clients) > before + 2000, "nothing is acknowledged"
                )
                refused = sum(client.refused for client in clients)
                postgres.crash()
                wait_until(lambda: sum(client.refused for client in clients) > refused, "nobody was told")
                wait_until(lambda: get(server.port, "/ready").status == 503, "/ready does not tell")
                assert get(server.port, "/health").status == 200
                get(server.port, "/api/v1/zones").assert_problem(503)
                postgres.start()
                wait_until(lambda: get(server.port, "/api/v1/zones").status == 200, "it does not recover by itself")
                wait_until(lambda: get(server.port, "/ready").status == 200, "/ready does not recover")
        finally:
            postgres.start()
            for client in clients:
                client.ends.set()
            for thread in threads:
                thread.join(120)
        assert [error for client in clients for error in client.errors] == []
        wait_for_compaction(server.port)
        print(
            f"\n{crashes} crashes of PostgreSQL under {kind.__name__}: "
            + figures(clients, assert_all_there(server, clients))
        )
        assert server.stop() == 0
    assert execute(city, "SELECT COUNT(*) FROM reading_revisions") == [(0,)]


@on_postgres
def test_a_server_that_starts_without_its_database_says_so_and_ends(city, postgres):
    postgres.crash()
    try:
        with pytest.raises(AssertionError) as told:
            Server(city)
        assert "does not answer" in str(told.value)
        assert postgres.password not in str(told.value)
    finally:
        postgres.start()
    with Server(city) as server:
        wait_until(lambda: get(server.port, "/ready").status == 200, "it is not ready")


@pytest.fixture
def small_disk(tmp_path):
    """Makes small file systems, where the tests may."""
    mounted = []

    def make(megabytes):
        folder = f"/tmp/urbangrid-disk-{os.getpid()}-{len(mounted)}"
        os.makedirs(folder)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", folder], capture_output=True, text=True
        )
        if done.returncode != 0:
            os.rmdir(folder)
            pytest.skip(f"no small disk can be mounted here: {done.stderr.strip()}")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", "--lazy", folder], check=True)
        os.rmdir(folder)


def fill(path, leave):
    """Takes the file system's space but for `leave` bytes."""
    free = os.statvfs(os.path.dirname(path))
    with open(path, "wb") as ballast:
        left = free.f_bavail * free.f_frsize - leave
        while left > 0:
            left -= ballast.write(b"\0" * min(left, MEGABYTE))


def ingest_until_refused(server, refusals):
    """Posts what does not compress until so many posts have been refused. Returns a client with what was acknowledged."""
    client = PersistentClient(1, server.port)
    number = 0
    while client.refused < refusals * INTERVALS_PER_BATCH:
        first = number * INTERVALS_PER_BATCH
        assert first + INTERVALS_PER_BATCH < (END - START) // INTERVAL, "the disk was never full"
        batch = {
            START + i * INTERVAL: (i * 2_654_435_761 % 10**9) / 1000 for i in range(first, first + INTERVALS_PER_BATCH)
        }
        if client.is_acknowledged(batch):
            number += 1
    assert client.errors == []
    return client


def test_sqlite_on_a_full_disk_refuses_loses_nothing_and_goes_on_once_there_is_room(small_disk):
    disk = small_disk(24)
    home = make_city(os.path.join(disk, "city"))
    with Server(home) as server:
        fill(os.path.join(disk, "ballast"), leave=MEGABYTE)
        client = ingest_until_refused(server, refusals=3)
        assert client.acknowledged
        assert_all_there(server, [client])
        os.remove(os.path.join(disk, "ballast"))
        more = ingest_until_acknowledged(server, client)
        print("\nfull disk, SQLite: " + figures([client], assert_all_there(server, [client])) + f", {more} after it had room")
        server.kill()
    with Server(home) as server:
        assert_all_there(server, [client])


def test_postgres_on_a_full_disk_refuses_loses_nothing_and_goes_on_once_there_is_room(small_disk, tmp_path):
    disk = small_disk(200)
    postgres = Postgres(os.path.join(disk, "postgres"))
    try:
        home = tmp_path / "city"
        postgres.new_database(home)
        make_city(home)
        assert (home / SETTINGS).exists()
        with Server(home) as server:
            fill(os.path.join(disk, "ballast"), leave=MEGABYTE)
            client = ingest_until_refused(server, refusals=3)
            assert client.acknowledged
            assert get(server.port, "/health").status == 200
            os.remove(os.path.join(disk, "ballast"))
            # It may have given up when it could not write its log.
            postgres.start()
            wait_until(lambda: get(server.port, "/ready").status == 200, "it does not recover by itself")
            more = ingest_until_acknowledged(server, client)
            print("\nfull disk, PostgreSQL: " + figures([client], assert_all_there(server, [client])) + f", {more} after it had room")
            assert server.stop() == 0
    finally:
        postgres.remove()


def ingest_until_acknowledged(server, client):
    """Sends the batch that was refused once more. Returns how many readings it holds."""
    first = len(client.acknowledged)
    batch = {START + i * INTERVAL: (i * 2_654_435_761 % 10**9) / 1000 for i in range(first, first + INTERVALS_PER_BATCH)}
    wait_until(lambda: client.is_acknowledged(batch), "it does not take readings again")
    return len(batch)
