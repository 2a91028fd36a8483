"""The city that the load falls on: the demo city's network with as many meters as asked for, made by the program."""

import threading
import time

from client import get
from database import execute
from ingest import INTERVAL, Body, Connection
from lines import metric
from program import ROOT, run

TENANT = "load"


def make_city(home, meters):
    """Returns the external names of `meters` series of load points, and the numbers of theirs."""
    for arguments in (
        ("migrate",),
        ("tenant", "create", TENANT, "--name", "Load", "--time-zone", "America/Los_Angeles"),
        ("import", "network", ROOT / "data/demo/network", "--tenant", TENANT, "--zones", ROOT / "data/demo/zones.geojson",
         "--no-profiles"),
    ):
        done = run(home, *arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    zones = [zone for zone, in execute(home, "SELECT zone_id FROM zones ORDER BY zone_id")]
    asset, series = (
        execute(home, f"SELECT MAX({name}_id) FROM {table}")[0][0] for name, table in (("asset", "assets"), ("series", "series"))
    )
    there = execute(home, "SELECT COUNT(*) FROM series WHERE is_derived = 0 AND quantity = 'activeEnergyImport'")[0][0]
    numbers = range(1, meters - there + 1)
    # In one statement each: a city of thousands by single statements would take psql minutes.
    execute(
        home, "INSERT INTO assets (tenant_id, asset_id, kind, code, name, zone_id, longitude, latitude) VALUES " + ", ".join(
            f"(1, {asset + i}, 'load_point', 'X{i}', 'Load X{i}', {zones[i % len(zones)]}, -117.43, 34.09)" for i in numbers))
    execute(
        home, "INSERT INTO series (tenant_id, series_id, external_name, name, subject_kind, subject_id, zone_id, quantity,"
        " interval_seconds, is_derived) VALUES " + ", ".join(
            f"(1, {series + i}, 'load-meter-{i}', 'Load X{i}', 'load_point', {asset + i}, {zones[i % len(zones)]},"
            f" 'activeEnergyImport', {INTERVAL}, 0)" for i in numbers))
    for name, last in (("asset", asset + len(numbers)), ("series", series + len(numbers))):
        execute(home, f"UPDATE id_counters SET last_id = {last} WHERE name = '{name}'")
    rows = execute(
        home, "SELECT external_name, series_id FROM series WHERE is_derived = 0 AND quantity = 'activeEnergyImport'"
        " ORDER BY series_id")
    assert len(rows) == meters, len(rows)
    return [name for name, _ in rows], [number for _, number in rows]


def derived_series(home, quantity):
    return [n for n, in execute(home, "SELECT series_id FROM series WHERE is_derived = 1 AND quantity = ?", quantity)]


def zone_numbers(home):
    return [zone for zone, in execute(home, "SELECT zone_id FROM zones ORDER BY zone_id")]


def load_history(port, names, first, last, connections=2):
    """Every interval of [first, last) of all meters as fast as they are taken; until rollups have caught up."""
    body = Body(names)

    def send(start):
        connection = Connection(port)
        for moment in range(first + start * INTERVAL, last, connections * INTERVAL):
            while (status := connection.post(body.at(moment))) == 503:
                # The log is full: as the answer asks, but sooner.
                time.sleep(0.1)
            assert status == 204, status

    threads = [threading.Thread(target=send, args=(i,)) for i in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_until_still(port)


def wait_until_still(port, seconds=900):
    end = time.monotonic() + seconds
    while metric(port, "urbangrid_ingest_log_readings") or metric(port, "urbangrid_rollup_stale_series"):
        assert time.monotonic() < end, "blocks and rollups do not catch up"
        time.sleep(1)



def wait_until_no_job_runs(port, seconds=900):
    """Trainings that find too little to learn from end by themselves, after three attempts."""
    end = time.monotonic() + seconds
    time.sleep(15)
    while any(job["state"] in ("queued", "running") for job in get(port, "/api/v1/jobs").json()["jobs"]):
        assert time.monotonic() < end, "jobs do not end"
        time.sleep(1)
