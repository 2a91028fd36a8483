"""Input that no honest client sends: each is refused in words, and the server lives on."""

import concurrent.futures
import time

import pytest

from city import INTERVAL, START, iso
from client import Raw, get, post_readings

MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def alive_afterwards(server):
    yield
    assert server.is_running(), server.log()[-4000:]
    assert get(server.port, "/health").json() == {"status": "alive"}


def stored_count(server):
    return sum(
        get(server.port, f"/api/v1/series/{series}/readings?from={iso(START)}&to={iso(START + 86_400)}").json()["sourceCount"]
        for series in (1, 2)
    )


def reading(**more):
    return {"seriesId": 1, "start": iso(START), "value": 1.5, **more}


# Bodies


def test_a_gigabyte_is_refused_before_it_is_read(server):
    before = server.memory()
    with Raw(server.port) as connection:
        connection.send(
            "POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {1 << 30}\r\n\r\n"
        )
        connection.answer().assert_problem(413)
        assert connection.is_closed_within(15)
    assert server.memory() - before < 32 * MEGABYTE


@pytest.mark.parametrize("framing", ["declared", "chunked"])
def test_a_body_that_is_sent_all_the_same_does_not_fill_the_memory(server, framing):
    before, peak = server.memory(), 0
    piece = b" " * MEGABYTE
    with Raw(server.port) as connection:
        head = "POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        if framing == "declared":
            connection.send(head + f"Content-Length: {1 << 30}\r\n\r\n")
        else:
            connection.send(head + "Transfer-Encoding: chunked\r\n\r\n")
            piece = b"100000\r\n" + piece + b"\r\n"
        sent = 0
        try:
            for _ in range(256):
                connection.send(piece)
                sent += 1
                peak = max(peak, server.memory())
        except OSError:
            pass
        assert sent < 256, "the server took a quarter of a gigabyte of a body that it had refused"
    assert peak - before < 64 * MEGABYTE


def test_many_large_bodies_at_once_are_refused_before_they_fill_the_memory(server):
    before, limit, at_once = server.memory(), 8 * MEGABYTE, 8
    head = f"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {limit}\r\n\r\n"
    held = [Raw(server.port).send(head).send(b" " * (limit // 2)) for _ in range(at_once)]
    try:
        # The server has seen them all when it says that there is no room for more.
        deadline = time.monotonic() + 10
        while (answer := post_readings(server.port, [reading(seriesId=3)])).status == 200:
            assert time.monotonic() < deadline, "eight large bodies are held, and there is room for more"
        assert "busy" in answer.assert_problem(503)["detail"]
        assert answer.headers["retry-after"] == "1"
        assert get(server.port, "/api/v1/zones").status == 200
        assert server.memory() - before < 256 * MEGABYTE
        held[0].send(b" " * (limit // 2)).answer().assert_problem(400)
        assert post_readings(server.port, [reading(seriesId=3)]).status == 200
    finally:
        for connection in held:
            connection.close()
    deadline = time.monotonic() + 10
    while post_readings(server.port, b" " * limit).status == 503:
        assert time.monotonic() < deadline, "clients that left are still counted"
        time.sleep(0.05)


@pytest.mark.parametrize("method,path", [("GET", "/health"), ("POST", "/api/v1/zones"), ("PUT", "/"), ("POST", "/nothing")])
def test_bodies_where_none_belongs_do_not_fill_the_memory(server, method, path):
    before, peak, sent = server.memory(), 0, 0
    with Raw(server.port) as connection:
        connection.send(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {1 << 30}\r\n\r\n")
        connection.socket.settimeout(3)
        try:
            for _ in range(128):
                connection.send(b" " * MEGABYTE)
                sent += 1
                peak = max(peak, server.memory())
        except OSError:
            pass
    assert sent < 128, "the server went on reading a body that nothing wanted"
    assert peak - before < 64 * MEGABYTE


BROKEN_BODIES = {
    "empty": b"",
    "cut": b'{"readings":[{"seriesId":1,',
    "deep": b"[" * 200_000,
    "deep in a member": b'{"readings":[' + b'{"a":' * 5000,
    "not UTF-8": b'{"readings":[{"series":"\xff\xfe"}]}',
    "overlong UTF-8": b'{"readings":[{"series":"\xc0\xaf"}]}',
    "NaN": b'{"readings":[{"seriesId":1,"start":"2026-01-01T00:00:00Z","value":NaN}]}',
    "Infinity": b'{"readings":[{"seriesId":1,"start":"2026-01-01T00:00:00Z","value":Infinity}]}',
    "1e999": b'{"readings":[{"seriesId":1,"start":"2026-01-01T00:00:00Z","value":1e999}]}',
    "a lone surrogate": b'{"readings":[{"series":"\\ud800","start":"2026-01-01T00:00:00Z","value":1}]}',
    "NUL bytes": b"\x00" * 1000,
    "a byte order mark": b"\xef\xbb\xbf{}",
    "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
}


@pytest.mark.parametrize("body", BROKEN_BODIES.values(), ids=BROKEN_BODIES.keys())
def test_a_body_that_is_not_our_json_is_refused(server, body):
    problem = post_readings(server.port, body).assert_problem(400)
    assert problem["errors"][0]["field"] == "body"


WRONG_READINGS = {
    "the year 9999": reading(start="9999-12-31T23:00:00Z"),
    "tomorrow": reading(start=iso(int(time.time()) // INTERVAL * INTERVAL + 86_400)),
    "the year 1": reading(start="0001-01-01T00:00:00Z"),
    "before the calendar": reading(start="-999999-01-01T00:00:00Z"),
    "no such day": reading(start="2026-02-30T00:00:00Z"),
    "no zone": reading(start="2026-01-01T00:00:00"),
    "not an interval's start": reading(start=iso(START + 1)),
    "a number for a time": reading(start=START),
    "1e308": reading(value=1e308),
    "negative energy": reading(value=-1),
    "text for a number": reading(value="1"),
    "null": reading(value=None),
    "another tenant's or nobody's series": reading(seriesId=9_223_372_036_854_775_807),
    "a series beyond 64 bits": reading(seriesId=10**30),
    "series zero": reading(seriesId=0),
    "a derived series": reading(seriesId=14),
    "a name with NUL": {"series": "meter-1\0x", "start": iso(START), "value": 1},
    "a name as SQL": {"series": "' OR 1=1; DROP TABLE series; --", "start": iso(START), "value": 1},
    "an unknown member": reading(tenantId=2),
}


@pytest.mark.parametrize("wrong", WRONG_READINGS.values(), ids=WRONG_READINGS.keys())
def test_one_wrong_reading_is_named_and_nothing_is_written(server, wrong):
    before = stored_count(server)
    problem = post_readings(server.port, [reading(seriesId=2), wrong]).assert_problem(422)
    assert all(error["field"].startswith("readings[1].") for error in problem["errors"]), problem
    assert stored_count(server) == before


def test_a_name_is_compared_whole_even_when_it_holds_a_nul(server):
    ingested = post_readings(server.port, [{"series": "meter-2", "start": iso(START), "value": 1}])
    assert ingested.status == 200
    post_readings(server.port, [{"series": "meter-2\0", "start": iso(START), "value": 9}]).assert_problem(422)


# Heads and paths


def test_headers_of_100_kilobytes_are_refused(server):
    for headers in ("X-Long: " + "a" * 100_000, "\r\n".join(f"X-{i}: {'b' * 90}" for i in range(1000))):
        with Raw(server.port) as connection:
            connection.send(f"GET /health HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n")
            connection.answer().assert_problem(400, 431)
            assert connection.is_closed_within(15)


@pytest.mark.parametrize("length", [5_000, 15_000, 100_000, 1_000_000])
def test_a_huge_query_is_refused(server, length):
    with Raw(server.port) as connection:
        connection.send(f"GET /api/v1/zones?x={'a' * length} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.answer().assert_problem(400, 414, 431)


PATHS = [
    "/../../../../etc/passwd", "/assets/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd",
    "/%252e%252e/etc/passwd", "/assets/..%5c..%5cetc%5cpasswd", "/index.html%00.png", "//etc/passwd", "/./././api",
    "/api/v1/../../etc/passwd", "/api//v1/zones", "/api/v1/zones/", "/api/v1/zones/1/../2", "/%", "/%zz", "/%ff%fe",
    "/api/v1/zones/-1", "/api/v1/zones/1e3", "/api/v1/zones/0x1", "/api/v1/zones/99999999999999999999999",
    "/api/v1/zones/%31", "/api/v1/zones/١", "/" + "a/" * 4000,
]


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_a_path_never_leads_out_of_the_app(server, path):
    with Raw(server.port) as connection:
        connection.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.answer()
    assert b"root:" not in answer.body
    if answer.status == 200:
        assert b"<title>UrbanGrid</title>" in answer.body or b'"id":1,' in answer.body
    else:
        answer.assert_problem(400, 404, 431)


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PATCH", "DELETE", "BREW", "G" * 5000, "get"])
def test_unknown_methods_are_refused(server, method):
    with Raw(server.port) as connection:
        connection.send(f"{method} /api/v1/zones HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        connection.answer().assert_problem(400, 404, 405, 501)


NOT_HTTP = {
    "TLS": bytes.fromhex("16030100c8010000c40303") + b"\x00" * 200,
    "nonsense": b"\x00\xff\x00\xff\r\n\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "no version": b"GET /health\r\n\r\n",
    "a wrong version": b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
    "two lengths": b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    "length and chunked": (
        b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "a negative length": b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "a bad chunk": (
        b"POST /api/v1/readings HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"
    ),
    "a header without a colon": b"GET /health HTTP/1.1\r\nHost localhost\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("data", NOT_HTTP.values(), ids=NOT_HTTP.keys())
def test_what_is_not_http_is_refused_or_cut_off(server, data):
    with Raw(server.port) as connection:
        connection.send(data)
        answer = connection.answer()
        answer.assert_problem(400, 421, 505)
        # A request without a host is a request all the same: the connection may go on.
        assert answer.status == 421 or connection.is_closed_within(15)


def test_pipelined_requests_are_answered_in_their_order(server):
    with Raw(server.port) as connection:
        connection.send(
            "".join(f"GET /api/v1/series/{i} HTTP/1.1\r\nHost: localhost\r\n\r\n" for i in range(1, 13))
            + "GET /nothing-here.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
            + "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        for i in range(1, 13):
            answer = connection.answer()
            assert (answer.status, answer.json()["id"]) == (200, i)
        connection.answer().assert_problem(404)
        assert connection.answer().json() == {"status": "alive"}


def test_a_thousand_pipelined_requests_do_not_fill_the_memory(server):
    before = server.memory()
    with Raw(server.port) as connection:
        connection.send("GET /api/v1/zones HTTP/1.1\r\nHost: localhost\r\n\r\n" * 1000)
        for _ in range(1000):
            assert connection.answer().status == 200
    assert server.memory() - before < 64 * MEGABYTE


@pytest.mark.parametrize("value", ["x", "-1", "99999999999999999999", "1; DROP TABLE", "\x01", "9" * 5000])
def test_a_last_event_id_that_was_never_given_out_is_refused(server, value):
    with Raw(server.port) as connection:
        connection.send(f"GET /api/v1/live/zones HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {value}\r\n\r\n")
        connection.answer().assert_problem(400)


def test_a_number_that_is_not_this_process_s_begins_anew_with_a_snapshot(server):
    with Raw(server.port) as connection:
        connection.send("GET /api/v1/live/zones HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n")
        connection.read_until(b"event: snapshot")


def test_many_clients_at_once_all_get_their_answer(server):
    paths = ["/api/v1/zones", "/api/v1/zones/1/forecast", "/api/v1/network", "/api/v1/series?limit=1000", "/metrics"]
    with concurrent.futures.ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(lambda i: get(server.port, paths[i % len(paths)]), range(400)))
    assert {answer.status for answer in answers} == {200}
