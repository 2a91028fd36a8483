#!/usr/bin/env python3
"""Measures authenticated reads of JSON against FastAPI on uvicorn, which gives the same answers from the same PostgreSQL.

usage: Benchmarks/Load/api_reads.py [--seconds N] [--rounds N] [--write PAGE]

64 clients that never pause (wrk) ask for lists of a zone's meters and for single series: all for the same, as open pages do,
which our server answers together; and each for another, so that no two share an answer. The two servers are asked in turns; the
median of the rounds counts. Before anything is timed, both must give the same answers, and refuse a wrong key.

URBANGRID_BIN names the program (.build/release/urbangrid), URBANGRID_PEER_PYTHON a Python with Benchmarks/Peers/fastapi.txt.
Ends with status 1 when a ratio is below what is held to. Nothing of it leaves this machine.
"""

import argparse
import datetime
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tests/Program"))
os.environ.setdefault("URBANGRID_BIN", str(ROOT / ".build/release/urbangrid"))

from client import KEYS  # noqa: E402
from database import SETTINGS, Postgres, execute  # noqa: E402
from ingest import KEY  # noqa: E402
from load_city import load_history, make_city, wait_until_no_job_runs, zone_numbers  # noqa: E402
from program import BINARY, Server  # noqa: E402
from wrk import never_pausing  # noqa: E402

CLIENTS, METERS, HISTORY_DAYS = 64, 1_000, 3
#: How many times as many answers a second as the peer.
GOAL = 4.0
UNLIMITED = {f"URBANGRID_RATE_{kind}": "off" for kind in ("ADDRESS", "READ", "WRITE", "INGEST", "EXPORT")}
BEGIN, END = "<!-- measured: api_reads.py --write -->", "<!-- end of measured api reads -->"


class Peer:
    """uvicorn with as many processes as the machine has cores, as our server uses them all."""

    def __init__(self, python, home):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = Path(home) / "peer.log"
        database = json.loads((Path(home) / SETTINGS).read_text())["superuser"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [python, "-m", "uvicorn", "--app-dir", HERE.parent / "Peers", "series_fastapi:app", "--port", str(self.port),
                 "--workers", str(os.cpu_count()), "--no-access-log", "--log-level", "warning"],
                env={**os.environ, "DATABASE_URL": database}, stdout=log, stderr=log)

    def wait(self):
        end = time.monotonic() + 60
        while time.monotonic() < end and self.process.poll() is None:
            try:
                return fetch(self.port, "/api/v1/series/1", "nobody")
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"the peer did not start:\n{self.log.read_text()[-2000:]}")

    def __enter__(self):
        self.wait()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def fetch(port, path, key):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def meters_of(zone, limit):
    return f"/api/v1/series?assetKind=load_point&quantity=activeEnergyImport&zoneId={zone}&limit={limit}"


def must_agree(ours, peer, paths, key):
    for path in paths:
        told = [fetch(port, path, key) for port in (ours, peer)]
        assert [status for status, _ in told] == [200, 200], f"{path}: {told}"
        assert json.loads(told[0][1]) == json.loads(told[1][1]), f"{path}: {told}"
    wrong = key[:-1] + ("A" if key[-1] != "A" else "B")
    for port in (ours, peer):
        assert fetch(port, paths[0], wrong)[0] == 401


def measure(options, python):
    now = int(time.time()) // 86_400 * 86_400
    with tempfile.TemporaryDirectory(prefix="urbangrid-reads-") as folder:
        postgres = Postgres()
        try:
            home = Path(folder) / "city"
            home.mkdir()
            postgres.new_database(home)
            names, meters = make_city(home, METERS)
            zones = zone_numbers(home)
            with Server(home, URBANGRID_LOG_LEVEL="error", **UNLIMITED) as server, Peer(python, home) as peer:
                key = os.environ[KEY] = KEYS[server.port]
                load_history(server.port, names, now - HISTORY_DAYS * 86_400, now)
                wait_until_no_job_runs(server.port)
                # As autovacuum does within a minute.
                execute(home, "ANALYZE")
                asked = [
                    ("a zone's meters, of everybody the same zone", 4.0, [meters_of(zones[0], 500)]),
                    ("a zone's meters, no two the same", 1.0, [meters_of(z, n) for n in range(500, 600) for z in zones]),
                    ("one series, of everybody the same", 3.0, [f"/api/v1/series/{meters[0]}"]),
                    ("one series, no two the same", 0.8, [f"/api/v1/series/{n}" for n in random.Random(7).sample(meters, len(meters))]),
                ]
                rows, missed = [], False
                for what, at_least, paths in asked:
                    must_agree(server.port, peer.port, paths[:20], key)
                    size = len(fetch(server.port, paths[0], key)[1])
                    found = {server.port: [], peer.port: []}
                    for _ in range(options.rounds):
                        for port, rounds in found.items():
                            rounds.append(never_pausing(port, paths, key, CLIENTS, options.seconds, folder))
                            print(f"{what}: {'ours' if port == server.port else 'peer'}: {rounds[-1]}", flush=True)
                            assert not rounds[-1][3], "answers other than 200"
                    ours, theirs = ([statistics.median(r[i] for r in found[p]) for i in range(3)] for p in found)
                    ratio = ours[2] / theirs[2]
                    missed = missed or ratio < at_least
                    rows.append(
                        f"| {what}, {size} bytes | {ours[2]:.0f} | {ours[1]:.1f} | {theirs[2]:.0f} | {theirs[1]:.1f} | "
                        f"{ratio:.2f} | {at_least:.2f} | {GOAL:.2f} {'met' if ratio >= GOAL else 'missed'} |")
                assert server.stop() == 0
        finally:
            postgres.remove()
    return rows, missed


def page(rows, options, versions):
    return "\n".join([
        BEGIN,
        f"Measured {datetime.date.today()} by `./grid bench --only api-reads` on {os.cpu_count()} cores, which the clients and "
        f"PostgreSQL share with the servers: {CLIENTS} clients that never pause, median of {options.rounds} rounds of "
        f"{options.seconds} s each, in turns. Peer: {versions}.",
        "",
        "| answer | ours: answers/s | p99 ms | FastAPI: answers/s | p99 ms | ratio | at least | goal |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *rows, END])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path, help="a Markdown page with the marks of this table")
    options = parser.parse_args()
    if not BINARY.exists():
        parser.error(f"there is no {BINARY}: ./grid build makes it")
    python = os.environ.get("URBANGRID_PEER_PYTHON", sys.executable)
    versions = subprocess.run(
        [python, "-c", "from importlib.metadata import version as v; "
         "print(', '.join(f'{n} {v(n)}' for n in ('fastapi', 'uvicorn', 'uvloop', 'httptools', 'asyncpg', 'orjson')))"],
        capture_output=True, text=True, check=True).stdout.strip()
    rows, missed = measure(options, python)
    text = page(rows, options, versions)
    print(text, flush=True)
    if options.write:
        before, _, rest = options.write.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        options.write.write_text(before + text + after)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
