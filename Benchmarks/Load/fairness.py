#!/usr/bin/env python3
"""Measures what one tenant's flood costs another, and what finding out who asks and counting it costs a request.

usage: Benchmarks/Load/fairness.py [--engine sqlite|postgres]… [--seconds N] [--handlers N]…

A tenant's 200 clients ask for a month of a zone's load and never pause; another tenant's 4 clients ask for small things, a
tenth of a second apart. The latter's times are printed alone, under the flood with the default number of places for handlers, with each that is given, and
where places are not shared (one tenant may hold them all). Limits of rates are off: they would end the flood.

Cost: a request that is admitted and then refused for a parameter that does not exist, against the same on a route for anyone,
which nobody is looked up for; both by one client, in turns.

URBANGRID_BIN names the program (.build/release/urbangrid). Nothing of it leaves this machine.
"""

import argparse
import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tests/Program"))
os.environ.setdefault("URBANGRID_BIN", str(ROOT / ".build/release/urbangrid"))

from city import iso  # noqa: E402
from client import KEYS  # noqa: E402
from database import Postgres  # noqa: E402
from ingest import KEY  # noqa: E402
from load_city import derived_series, load_history, make_city, wait_until_no_job_runs  # noqa: E402
from program import Server, run  # noqa: E402

METERS, HISTORY_DAYS = 200, 30
FLOOD_CLIENTS, QUIET_CLIENTS, QUIET_PAUSE = 200, 4, 0.1
QUIET_PATHS = ["/api/v1/series?limit=100", "/api/v1/jobs", "/api/v1/tenant"]
UNLIMITED = {f"URBANGRID_RATE_{kind}": "off" for kind in ("ADDRESS", "READ", "WRITE", "INGEST", "EXPORT")}
TURNS, TURN_REQUESTS = 40, 250


class Connection:
    def __init__(self, port, key):
        self.port, self.key = port, key

    async def open(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        return self

    async def get(self, path):
        self.writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.key}\r\n\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        at = head.find(b"content-length:")
        await self.reader.readexactly(int(head[at + 15:].split(b"\r\n", 1)[0]) if at >= 0 else 0)
        return int(head.split(b" ", 2)[1])


async def ask(port, key, paths, pause, until, found):
    connection = await Connection(port, key).open()
    while time.monotonic() < until:
        begun = time.monotonic()
        status = await connection.get(random.choice(paths))
        found.append((status, (time.monotonic() - begun) * 1000))
        await asyncio.sleep(pause)


async def load(port, flood, quiet, seconds):
    """Statuses and milliseconds of the flood and of the quiet tenant."""
    until = time.monotonic() + seconds
    told = [], []
    flooding = [ask(port, *flood, 0, until, told[0]) for _ in range(FLOOD_CLIENTS if flood else 0)]
    await asyncio.gather(*flooding, *(ask(port, *quiet, QUIET_PAUSE, until, told[1]) for _ in range(QUIET_CLIENTS)))
    return told


def line(what, found, seconds):
    good = sorted(milliseconds for status, milliseconds in found if status == 200)
    if not good:
        return f"| {what} | none answered | | | {len(found)} |"
    p50, p99 = good[len(good) // 2], good[min(len(good) - 1, len(good) * 99 // 100)]
    return f"| {what} | {p50:.1f} | {p99:.1f} | {len(good) / seconds:.0f} | {len(found) - len(good)} |"


async def cost(port, key):
    """Microseconds that a request takes longer when it is looked up and counted: the median over turns."""
    connection = await Connection(port, key).open()

    async def turn(path):
        begun = time.perf_counter()
        for _ in range(TURN_REQUESTS):
            assert await connection.get(path + "?unheardOf=1") == 400
        return (time.perf_counter() - begun) / TURN_REQUESTS * 1e6

    pairs = []
    for _ in range(TURNS):
        pairs.append((await turn("/api/v1/openapi.json"), await turn("/api/v1/city")))
    return statistics.median(known - unknown for unknown, known in pairs), statistics.median(known for _, known in pairs)


def second_tenant(home):
    made = run(home, "tenant", "create", "quiet", "--name", "Quiet", "--time-zone", "Europe/Berlin")
    assert made.returncode == 0, made.stderr
    key = run(home, "api-key", "create", "--tenant", "quiet", "--name", "quiet", "--all-scopes")
    assert key.returncode == 0, key.stderr
    return key.stdout.split()[-1]


def measure(engine, seconds, handlers):
    now = int(time.time()) // 86_400 * 86_400
    with tempfile.TemporaryDirectory(prefix="urbangrid-fair-") as folder:
        postgres = Postgres() if engine == "postgres" else None
        try:
            home = Path(folder) / "city"
            home.mkdir()
            if postgres:
                postgres.new_database(home)
            names, _ = make_city(home, METERS)
            quiet = second_tenant(home), QUIET_PATHS
            ways = [("default places", {})] + [(f"{n} places", {"URBANGRID_HANDLERS": str(n)}) for n in handlers]
            ways.append(("places not shared", {"URBANGRID_HANDLERS": "4096", "URBANGRID_HANDLERS_PER_TENANT": "4096"}))
            for number, (how, more) in enumerate(ways):
                with Server(home, URBANGRID_LOG_LEVEL="error", **UNLIMITED, **more) as server:
                    os.environ[KEY] = KEYS[server.port]
                    if number == 0:
                        load_history(server.port, names, now - HISTORY_DAYS * 86_400, now)
                        wait_until_no_job_runs(server.port)
                        _, alone = asyncio.run(load(server.port, None, quiet, seconds))
                        print(line(f"{engine}: alone", alone, seconds), flush=True)
                        extra, whole = asyncio.run(cost(server.port, KEYS[server.port]))
                    month = [
                        f"/api/v1/series/{n}/readings?from={iso(now - 30 * 86_400)}&to={iso(now)}&points={points}"
                        for n in derived_series(home, "netLoad") for points in range(900, 1000)]
                    flood, under = asyncio.run(load(server.port, (KEYS[server.port], month), quiet, seconds))
                    print(line(f"{engine}: under the flood, {how}", under, seconds))
                    print(line(f"{engine}: the flood itself, {how}", flood, seconds), flush=True)
                    assert server.stop() == 0
            print(f"\n{engine}: a request that is looked up and counted takes {whole:.0f} µs with its client, {extra:+.0f} µs more "
                  "than one on a route for anyone", flush=True)
        finally:
            if postgres:
                postgres.remove()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", action="append", choices=["sqlite", "postgres"])
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--handlers", type=int, action="append", default=[], help="places to try besides the default")
    options = parser.parse_args()
    print("| the quiet tenant | p50 ms | p99 ms | answers/s | others |\n| --- | --- | --- | --- | --- |")
    for engine in options.engine or ["sqlite", "postgres"]:
        measure(engine, options.seconds, options.handlers)


if __name__ == "__main__":
    main()
