"""Clients that hold on to connections: silent, slow, too many. They cost little and hold nobody up."""

import json
import resource
import shutil
import threading
import time

import pytest

from city import START, iso
from client import Raw, get
from program import Server

MEGABYTE = 1 << 20
#: As in GridAPILimits.
CONNECTIONS = 512
HEAD_SECONDS = 10
BODY_SECONDS = 20
LIVE_CLIENTS = 200

POST = "POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
LIVE = "GET /api/v1/live/zones HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture(scope="module", autouse=True)
def enough_descriptors():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4096
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.fail(f"only {hard} open files are allowed: {wanted} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def trickle(connection, data, seconds, every=0.2):
    """Sends a byte at a time, for as long as it is let."""
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            connection.send(data)
            time.sleep(every)
    except OSError:
        pass


def test_slow_clients_are_cut_off_while_others_are_served(server):
    """All kinds at once, so that the test takes as long as the slowest."""
    begun = time.monotonic()
    ended = {}

    def silent():
        with Raw(server.port) as connection:
            assert connection.is_closed_within(HEAD_SECONDS + 5)

    def trickled_head():
        with Raw(server.port) as connection:
            connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            trickle(connection, "a", HEAD_SECONDS + 5)
            assert connection.is_closed_within(1)

    def stalled_body():
        with Raw(server.port, timeout=BODY_SECONDS + 5) as connection:
            connection.send(POST + 'Content-Length: 1000\r\n\r\n{"readings":[')
            connection.answer().assert_problem(408)
            assert connection.is_closed_within(5)

    def trickled_body():
        with Raw(server.port, timeout=BODY_SECONDS + 5) as connection:
            connection.send(POST + "Content-Length: 1000000\r\n\r\n")
            threading.Thread(target=trickle, args=(connection, " ", BODY_SECONDS + 10), daemon=True).start()
            connection.answer().assert_problem(408)
            assert connection.is_closed_within(5)

    def trickled_body_that_nothing_wants():
        with Raw(server.port) as connection:
            connection.send("DELETE /api/v1/zones HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n")
            connection.answer().assert_problem(405)
            trickle(connection, "a", BODY_SECONDS + 8)
            assert connection.is_closed_within(1)

    def watch(kind):
        kind()
        ended[kind.__name__] = time.monotonic() - begun

    kinds = [silent, trickled_head, stalled_body, trickled_body, trickled_body_that_nothing_wants]
    threads = [threading.Thread(target=watch, args=(kind,)) for kind in kinds]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        assert get(server.port, "/health").status == 200
        time.sleep(0.5)
    assert ended.keys() == {kind.__name__ for kind in kinds}, f"only these were cut off as they should: {ended}"
    print("\ncut off after " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in sorted(ended.items())))


def test_thousands_of_idle_connections_are_told_that_there_are_too_many(server):
    before = server.memory()
    idle, refused = [], 0
    try:
        for _ in range(2000):
            idle.append(Raw(server.port, timeout=10))
        for connection in idle:
            connection.socket.settimeout(0.001)
            try:
                connection.answer().assert_problem(503)
                refused += 1
            except (TimeoutError, BlockingIOError):
                pass
        assert 2000 - CONNECTIONS <= refused < 2000
        print(f"\n2000 idle connections: {refused} refused, {(server.memory() - before) / MEGABYTE:.0f} MB more")
        assert server.memory() - before < 128 * MEGABYTE
    finally:
        for connection in idle:
            connection.close()
    deadline = time.monotonic() + 10
    while True:
        with Raw(server.port) as connection:
            connection.send("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if connection.answer().status == 200:
                return
        assert time.monotonic() < deadline, "the places of connections that are gone were not given back"
        time.sleep(0.1)


def test_live_clients_that_never_read_cost_nothing_and_more_than_allowed_are_refused(server):
    streams, refused = [], 0
    try:
        for _ in range(LIVE_CLIENTS + 20):
            stream = Raw(server.port, receive_buffer=2048)
            stream.send(LIVE)
            streams.append(stream)
        time.sleep(0.5)
        before = server.memory()
        for index in range(30):
            with Raw(server.port) as connection:
                readings = [{"seriesId": 1, "start": iso(START + i * 900), "value": index + 1} for i in range(96)]
                body = json.dumps({"readings": readings})
                connection.send(POST + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n" + body)
                assert connection.answer().status == 200
        for stream in streams:
            head = stream.read_until(b"\r\n")
            if b" 503 " in head:
                refused += 1
            else:
                assert b" 200 " in head
        assert refused == 20
        assert server.memory() - before < 64 * MEGABYTE
    finally:
        for stream in streams:
            stream.close()
    deadline = time.monotonic() + 10
    while True:
        with Raw(server.port) as stream:
            stream.send(LIVE)
            if b" 200 " in stream.read_until(b"\r\n"):
                return
        assert time.monotonic() < deadline, "the places of live clients that are gone were not given back"
        time.sleep(0.1)


def test_shutdown_waits_neither_for_silent_clients_nor_for_half_requests(prepared_city, tmp_path):
    home = tmp_path / "city"
    shutil.copytree(prepared_city, home)
    with Server(home) as server:
        held = [Raw(server.port) for _ in range(7)]
        held[1].send("GET /health HTTP/1.1\r\nHost: lo")
        held[2].send(POST + 'Content-Length: 1000\r\n\r\n{"readings":[')
        held[3].send(LIVE).read_until(b"event: snapshot")
        held[4].send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n").answer()
        held[5].send("garbage\r\n\r\n").answer()
        held[6].send(LIVE)
        begun = time.monotonic()
        assert server.stop(15) == 0
        print(f"\nshut down in {time.monotonic() - begun:.1f} s with 7 connections open")
        for connection in held:
            connection.close()
