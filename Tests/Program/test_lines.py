"""Line protocol: what was acknowledged survives `kill -9`, once; what is wrong is named and harms nothing else."""

import random
import threading
import time

from city import END, INTERVAL, METERS, START, readings_of
from client import Raw, get, post_readings, request
from city import iso
from database import execute
from engines import on_both_engines
from lines import line, wait_for_compaction, write
from program import Server

CLIENTS = 3
METERS_PER_CLIENT = 4
INTERVALS_PER_BATCH = 50
ROUNDS = 5
MOST_BATCHES = 600


class Sender:
    """Sends batches of its own meters as Telegraf does, and sends again what got no answer."""

    def __init__(self, number):
        self.meters = [number * METERS_PER_CLIENT + i + 1 for i in range(METERS_PER_CLIENT)]
        self.next_batch = 0
        self.sent = 0
        self.acknowledged = {}
        self.unanswered = {}
        self.errors = []

    def batch(self, number):
        first = number * INTERVALS_PER_BATCH
        return {
            (meter, START + (first + i) * INTERVAL): meter * 1000 + (first + i) % 977 + 0.125
            for meter in self.meters
            for i in range(INTERVALS_PER_BATCH)
            if START + (first + i) * INTERVAL < END
        }

    def run(self, port):
        self.unanswered = {}
        while self.next_batch < MOST_BATCHES:
            batch = self.batch(self.next_batch)
            if not batch:
                return
            self.unanswered = batch
            self.sent += len(batch)
            try:
                answer = write(
                    port, [line(meter, start, value) for (meter, start), value in batch.items()],
                    packed=self.next_batch % 2 == 0,
                )
            except OSError:
                return
            except Exception as error:  # noqa: BLE001 - an answer cut off in the middle is no answer
                if type(error).__module__ != "http.client":
                    self.errors.append(error)
                return
            if answer.status == 503:
                time.sleep(0.2)
                continue
            if answer.status != 204:
                self.errors.append(f"{answer.status}: {answer.body[:300]!r}")
                return
            self.acknowledged.update(batch)
            self.unanswered = {}
            self.next_batch += 1


def stored_of(port, meters):
    return {
        (meter, start): value
        for meter in meters
        for start, value in readings_of(get, port, meter, START, END).items()
    }


@on_both_engines
def test_every_acknowledged_line_survives_kill_9_and_none_is_a_revision(city):
    chance = random.Random(20261125)
    senders = [Sender(number) for number in range(CLIENTS)]
    for _ in range(ROUNDS):
        with Server(city) as server:
            threads = [threading.Thread(target=sender.run, args=(server.port,)) for sender in senders]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.4, 1.4))
            server.kill()
            for thread in threads:
                thread.join()
        assert [error for sender in senders for error in sender.errors] == []
    with Server(city) as server:
        wait_for_compaction(server.port)
        stored = stored_of(server.port, range(1, METERS + 1))
        for sender in senders:
            for key, value in sender.acknowledged.items():
                assert stored.get(key) == value, f"{key} was acknowledged as {value} and is {stored.get(key)}"
        acknowledged = {key for sender in senders for key in sender.acknowledged}
        more = set(stored) - acknowledged
        assert more <= {key for sender in senders for key in sender.unanswered}
        assert server.stop() == 0
    for table in ("reading_revisions", "ingest_log", "ingest_compactions"):
        assert execute(city, f"SELECT COUNT(*) FROM {table}") == [(0,)], table
    assert execute(city, "SELECT SUM(reading_count) FROM series_extents") == [(len(stored),)]
    print(
        f"\n{ROUNDS} kills: {sum(sender.sent for sender in senders)} readings sent, {len(acknowledged)} acknowledged, "
        f"{len(stored)} stored, of which {len(more)} without an answer"
    )
    assert len(acknowledged) > 1000


@on_both_engines
def test_ten_thousand_bad_lines_among_good_ones_are_named_and_harm_none(city):
    wrong = [
        "no fields at all",
        "load,series=nobody value=1 {start}",
        "load,series=meter-1 value=abc {start}",
        "load,series=meter-1 value=-5 {start}",
        "load,series=meter-1 value=1 {odd}",
        "load,series=meter-1 value=1",
        "load,series=meter-1 value=\"open {start}",
        "load,series=meter-1 value=1 99999999999999999999",
        ",,,=,= \\\\ \"\" {start}",
        "load,series=\xff\xfe value=1 {start}",
    ]
    good, acknowledged, bad, refused = {}, 0, 0, 0
    with Server(city) as server:
        for request_number in range(10):
            batch = []
            for i in range(1000):
                start = START + (request_number * 1000 + i) * INTERVAL
                batch.append(line(1, start, i + 0.5))
                good[start] = i + 0.5
                batch.append(wrong[i % len(wrong)].format(start=start, odd=start + 1))
                bad += 1
            answer = write(server.port, "\n".join(batch).encode("latin-1") + b"\n")
            assert answer.status == 400
            body = answer.json()
            assert body["error"].startswith("partial write: line 2: ")
            assert (body["stored"], body["dropped"]) == (1000, 1000)
            assert [fault["line"] for fault in body["lines"]] == list(range(2, 202, 2))
            assert all(fault["message"] and fault["expected"] for fault in body["lines"])
            acknowledged += body["stored"]
            refused += body["dropped"]
        wait_for_compaction(server.port)
        stored = stored_of(server.port, range(1, METERS + 1))
        assert stored == {(1, start): value for start, value in good.items()}
        assert server.stop() == 0
    print(
        f"\n{bad} bad lines among {len(good)} good ones: {len(good) + bad} sent, {acknowledged} acknowledged, "
        f"{len(stored)} stored, {refused} refused by name"
    )


def test_telegraf_writes_unchanged(server):
    port = server.port
    assert request(port, "GET", "/ping").status == 204
    assert request(port, "HEAD", "/ping").status == 204
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert request(port, "POST", "/query", 'q=CREATE+DATABASE+"telegraf"', form).status == 200
    start = START + 200 * 86_400
    doors = [
        ("/write?db=telegraf", 10**9),
        ("/api/v2/write?bucket=grid&org=city", 10**9),
        ("/api/v2/write?bucket=grid&org=city&precision=ms", 10**3),
        ("/api/v1/write?db=telegraf&rp=&consistency=any&precision=us", 10**6),
    ]
    for meter, (path, factor) in enumerate(doors, start=2):
        lines = [
            f"power,host=gw-{meter},series=meter-{meter} value={i}i {(start + i * INTERVAL) * factor}" for i in range(10)
        ]
        answer = write(port, lines, path, packed=True)
        assert answer.status == 204, answer.body
        assert answer.body == b""
    wait_for_compaction(port)
    for meter in range(2, 2 + len(doors)):
        window = readings_of(get, port, meter, start, start + 10 * INTERVAL)
        assert window == {start + i * INTERVAL: float(i) for i in range(10)}


def test_a_packed_bomb_and_a_body_over_the_limit_are_refused(server):
    port = server.port
    bomb = write(port, b" " * (40 << 20), packed=True)
    bomb.assert_problem(413)
    with Raw(port) as large:
        # Refused by what it declares, before it is read.
        large.send(f"POST /write HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {9 << 20}\r\n\r\n")
        large.answer().assert_problem(413)
    not_gzip = request(port, "POST", "/write", b"\x1f\x8b" + b"\0" * 40, {"Content-Encoding": "gzip"})
    not_gzip.assert_problem(400)


@on_both_engines
def test_clients_that_send_half_a_body_and_stall_hold_nobody_up_and_store_nothing(city):
    stalling, sent, acknowledged = 20, 0, {}
    with Server(city) as server:
        port = server.port
        stalled = [Raw(port, timeout=40) for _ in range(stalling)]
        for number, connection in enumerate(stalled):
            door = "/api/v1/write?precision=s" if number % 2 else "/api/v1/readings"
            half = f'{line(1, START, 1)}\n' if number % 2 else '{"readings":[{"seriesId":1,"value":1},'
            connection.send(
                f"POST {door} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{half}"
            )
        for i in range(20):
            start = START + i * INTERVAL
            assert write(port, [line(2, start, i)]).status == 204
            assert post_readings(port, [{"seriesId": 3, "start": iso(start), "value": i}]).status == 200
            acknowledged |= {(meter, start): float(i) for meter in (2, 3)}
            sent += 2
        for connection in stalled:
            assert connection.answer().status == 408
            connection.close()
        wait_for_compaction(port)
        stored = stored_of(port, range(1, METERS + 1))
        assert stored == acknowledged
        assert server.stop() == 0
    print(
        f"\n{stalling} halves that stalled, each cut off with 408: {sent} readings sent besides, "
        f"{len(acknowledged)} acknowledged, {len(stored)} stored"
    )


def test_a_post_of_readings_comes_after_the_lines_that_were_accepted_before_it(server):
    port = server.port
    start = START + 300 * 86_400
    for value in range(1, 30):
        assert write(port, [line(12, start, value)]).status == 204
        answer = post_readings(port, [{"series": "meter-12", "start": iso(start), "value": value + 0.5}])
        assert answer.status == 200
        assert answer.json()["revised"] == 1, "the line before was not taken for the earlier value"
    wait_for_compaction(port)
    assert readings_of(get, port, 12, start, start + INTERVAL) == {start: 29.5}
    revisions = get(port, f"/api/v1/series/12/revisions?from={iso(start)}&limit=1000").json()["revisions"]
    assert [r["newValue"] for r in revisions] == [v / 2 for v in range(3, 60)]
