#!/usr/bin/env python3
"""Measures the API under load: how long the ten queries that the pages ask most take 64 clients, while readings arrive
at 20 000 a second; and the server's memory over a long run of the same.

usage: Benchmarks/Load/api_load.py [--engine sqlite|postgres]… [--seconds N] [--memory-minutes N] [--write PAGE]

Two loads: 64 clients that think about a second between two queries, which is as often as 64 open pages ask at most,
all ten queries mixed; and 64 clients that never pause, one query at a time (wrk, github.com/wg/wrk).
URBANGRID_BIN names the program (.build/release/urbangrid); PostgreSQL is one that scripts/test-postgres starts. Nothing
of it leaves this machine.
"""

import argparse
import datetime
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tests/Program"))
os.environ.setdefault("URBANGRID_BIN", str(ROOT / ".build/release/urbangrid"))

from client import KEYS, get  # noqa: E402
from city import iso  # noqa: E402
from database import Postgres  # noqa: E402
from lines import metric  # noqa: E402
from ingest import KEY  # noqa: E402
from load_city import derived_series, load_history, make_city, wait_until_no_job_runs, zone_numbers  # noqa: E402
from program import BINARY, Server  # noqa: E402
from wrk import never_pausing  # noqa: E402

CLIENTS = 64
THINK_SECONDS = 1
GOAL_MS = 50
READINGS_PER_SECOND = 20_000
METERS = 1_000
HISTORY_DAYS = 30
#: Where the readings begin that come meanwhile: older days, which a long run does not leave.
INGEST_DAYS = 200
#: One key asks for what many people would.
UNLIMITED = {f"URBANGRID_RATE_{kind}": "off" for kind in ("ADDRESS", "READ", "WRITE", "INGEST", "EXPORT")}
BEGIN, END = "<!-- measured: api_load.py --write -->", "<!-- end of measured api load -->"


def queries(now, home, meters):
    """(what the page asks for, paths): what the pages ask most; of a path with a number there is one for each."""
    day, week, month = (iso(now - days * 86_400) for days in (1, 7, 30))
    until, zones = iso(now), zone_numbers(home)

    def window(numbers, start, points):
        return [f"/api/v1/series/{n}/readings?from={start}&to={until}&points={points}" for n in numbers]

    return [
        ("the city", ["/api/v1/city"]),
        ("zones with their load", ["/api/v1/zones"]),
        ("a week of the city's load", [f"/api/v1/city/load?from={week}&to={until}&points=500"]),
        ("the network on the map", ["/api/v1/network?kinds=zone,line,substation"]),
        ("anomalies, first page", [f"/api/v1/anomalies?from={week}&limit=50"]),
        ("a zone", [f"/api/v1/zones/{zone}" for zone in zones]),
        ("a zone's forecast", [f"/api/v1/zones/{zone}/forecast" for zone in zones]),
        ("a month of a zone's load", window(derived_series(home, "netLoad"), month, 1000)),
        ("a day of a meter", window(meters, day, 1000)),
        ("a month of a meter", window(meters, month, 1000)),
    ]


class Ingest:
    """Posts readings at a steady rate, in a process of its own."""

    def __init__(self, port, names, first):
        self.port = port
        self.before, self.begun = self._in_blocks(), time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, HERE / "ingest.py", str(port), str(first), str(READINGS_PER_SECOND)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps(names) + "\n")
        self.process.stdin.flush()

    def end(self):
        stored = (self._in_blocks() - self.before) / (time.monotonic() - self.begun)
        told, _ = self.process.communicate("end\n", timeout=120)
        return {**json.loads(told), "storedPerSecond": stored}

    def _in_blocks(self):
        return metric(self.port, 'urbangrid_readings_total{outcome="inserted"}')


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def paced(port, asked, seconds):
    """(p50, p99, requests a second, bad) of each query, and of all."""
    told = subprocess.run(
        [sys.executable, HERE / "clients.py", str(port), str(CLIENTS), str(seconds), str(THINK_SECONDS)],
        input=json.dumps([paths for _, paths in asked]), capture_output=True, text=True, timeout=seconds + 120)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)
    each = [
        (percentile(values, 0.5), percentile(values, 0.99), len(values) / seconds, bad)
        for values, bad in zip(found["latencies"], found["bad"])
    ]
    every = [value for values in found["latencies"] for value in values]
    return each, (percentile(every, 0.5), percentile(every, 0.99), len(every) / seconds, sum(found["bad"]))


def saturated(port, paths, seconds, folder):
    """(p50, p99, requests a second, bad) of clients that never pause."""
    chosen = random.Random(7).choices(paths, k=min(len(paths), 1000)) if len(paths) > 1 else paths
    return never_pausing(port, chosen, os.environ[KEY], CLIENTS, seconds, folder)


def processor_seconds(server, postgres):
    """What the server, and PostgreSQL's processes, have used so far."""
    tick = os.sysconf("SC_CLK_TCK")
    chief = int((postgres.folder / "data/postmaster.pid").read_text().split()[0]) if postgres else None
    own = others = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name before may hold spaces: what follows it is counted from the state on.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        seconds = (int(fields[11]) + int(fields[12])) / tick
        if int(folder.name) == server.process.pid:
            own = seconds
        elif chief and int(fields[1]) == chief:
            others += seconds
    return own, others


class Memory:
    """The server's resident memory, every five seconds."""

    def __init__(self, server):
        self.server, self.samples, self.ends = server, [], threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.begun = time.monotonic()
        self.thread.start()

    def _watch(self):
        while not self.ends.is_set():
            self.samples.append((time.monotonic() - self.begun, self.server.memory() / 1e6))
            self.ends.wait(5)

    def end(self):
        """(MB at the beginning, the mean of each fifth, MB a minute by least squares over the later half)"""
        self.ends.set()
        self.thread.join()
        parts = [self.samples[i * len(self.samples) // 5 : (i + 1) * len(self.samples) // 5] for i in range(5)]
        fifths = [sum(m for _, m in part) / len(part) for part in parts if part]
        later = self.samples[len(self.samples) // 2 :]
        mean_time, mean_size = (sum(s[i] for s in later) / len(later) for i in (0, 1))
        spread = sum((t - mean_time) ** 2 for t, _ in later) or 1
        slope = sum((t - mean_time) * (m - mean_size) for t, m in later) / spread
        return self.samples[0][1], fifths, slope * 60


def measure(engine, options):
    """The lines of the table for an engine, and notes."""
    now = int(time.time()) // 86_400 * 86_400
    with tempfile.TemporaryDirectory(prefix="urbangrid-load-") as folder:
        postgres = Postgres() if engine == "postgres" else None
        try:
            home = Path(folder) / "city"
            home.mkdir()
            if postgres:
                postgres.new_database(home)
            names, meters = make_city(home, METERS)
            with Server(home, URBANGRID_LOG_LEVEL="error", **UNLIMITED) as server:
                os.environ[KEY] = KEYS[server.port]
                begun = time.monotonic()
                load_history(server.port, names, now - HISTORY_DAYS * 86_400, now)
                say(f"{engine}: history and rollups took {time.monotonic() - begun:.0f} s; pid {server.process.pid}, port {server.port}")
                asked = queries(now, home, meters)
                for what, paths in asked:
                    answer = get(server.port, paths[0])
                    assert answer.status == 200, f"{paths[0]}: {answer.status} {answer.body[:200]!r}"
                    say(f"{engine}: {what}: {len(answer.body)} bytes")
                writer = Ingest(server.port, names, now - INGEST_DAYS * 86_400)
                # Older days make the history long enough to look like one that models can be trained on.
                wait_until_no_job_runs(server.port)
                memory = Memory(server)
                rows = under_load(engine, server, asked, options, folder)
                until, calm = memory.begun + options.memory_minutes * 60, time.monotonic()
                used = processor_seconds(server, postgres)
                while time.monotonic() < until:
                    paced(server.port, asked, max(5, min(60, int(until - time.monotonic()))))
                calm = max(1, time.monotonic() - calm)
                shares = [(b - a) / calm for a, b in zip(used, processor_seconds(server, postgres))]
                written = writer.end()
                minutes = (time.monotonic() - memory.begun) / 60
                before, fifths, slope = memory.end()
                assert server.stop() == 0
        finally:
            if postgres:
                postgres.remove()
    refused = f", other answers {written['others']}" if written["others"] else ""
    note = (
        f"- {engine}: {written['perSecond']:.0f} readings/s acknowledged of {READINGS_PER_SECOND} wanted (put off "
        f"{written['putOff']} times{refused}), {written['storedPerSecond']:.0f} /s into blocks. Resident memory over "
        f"{minutes:.1f} minutes: {before:.0f} MB at the beginning, then by fifths "
        f"{', '.join(f'{size:.0f}' for size in fifths)} MB; in the later half {slope:+.2f} MB a minute. With pauses, the "
        f"server used {shares[0]:.2f} cores" + (f" and PostgreSQL {shares[1]:.2f}." if postgres else "."))
    return rows, note


def under_load(engine, server, asked, options, folder):
    if not options.seconds:
        return []
    time.sleep(3)
    each, every = paced(server.port, asked, options.seconds * 4)
    say(f"{engine}: paced, all: p50 {every[0]:.1f}, p99 {every[1]:.1f} ms, {every[2]:.0f}/s, {every[3]} bad")
    rows = []
    for (what, paths), calm in zip(asked, each):
        busy = saturated(server.port, paths, options.seconds, folder)
        rows.append(row(engine, what, calm, busy))
        say(rows[-1])
    mixed = saturated(server.port, [random.Random(i).choice(paths) for i in range(50) for _, paths in asked], options.seconds, folder)
    rows.append(row(engine, "all ten, mixed", every, mixed))
    say(rows[-1])
    return rows


def row(engine, what, calm, busy):
    return (
        f"| {engine} | {what} | {calm[0]:.1f} | {calm[1]:.1f} | {met(calm)} | {busy[0]:.1f} | {busy[1]:.1f} | {met(busy)} "
        f"| {busy[2]:.0f} | {calm[3] + busy[3]} |")


def met(found):
    return "met" if found[1] <= GOAL_MS else "missed"


def say(text):
    print(text, flush=True)


def page(results):
    lines = [
        BEGIN,
        f"Measured {datetime.date.today()} by `./grid bench --only api-load` on {os.cpu_count()} cores, which the clients, the "
        f"sender and PostgreSQL share with the server: {CLIENTS} clients, {METERS} meters with {HISTORY_DAYS} days of "
        f"history, {READINGS_PER_SECOND} readings/s in requests of one interval of every meter. Goal: p99 ≤ {GOAL_MS} ms.",
        "",
        f"| engine | query | paced: p50 ms | p99 ms | goal | no pause: p50 ms | p99 ms | goal | requests/s | errors |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    return "\n".join([*lines, *[line for rows, _ in results for line in rows], "", *[note for _, note in results], END])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", action="append", choices=["sqlite", "postgres"])
    parser.add_argument("--seconds", type=int, default=10, help="for each query without pauses; 0: none of them")
    parser.add_argument("--memory-minutes", type=float, default=10)
    parser.add_argument("--write", type=Path, help="a Markdown page with the marks of this table")
    options = parser.parse_args()
    if not BINARY.exists():
        parser.error(f"there is no {BINARY}: ./grid build makes it")
    text = page([measure(engine, options) for engine in options.engine or ["sqlite", "postgres"]])
    say(text)
    if options.write:
        before, _, rest = options.write.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        options.write.write_text(before + text + after)


if __name__ == "__main__":
    main()
