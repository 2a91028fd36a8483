"""A small city to serve: one zone with a few meters, in a database that the program itself made."""

import json
import time
from pathlib import Path

from database import execute
from program import run

INTERVAL = 900
METERS = 12
#: Where the readings of the tests begin, and the whole days before now in which all of them lie.
DAYS = 400
START = (int(time.time()) // 86_400 - DAYS) * 86_400
END = START + DAYS * 86_400


SERIES = (
    "INSERT INTO series (tenant_id, series_id, external_name, name, subject_kind, subject_id, zone_id, quantity,"
    " interval_seconds, is_derived) VALUES "
)


def make_city(home, meters=METERS):
    """The schema comes from `urbangrid migrate`; the assets are put in as an importer would."""
    home = Path(home)
    made = run(home, "migrate")
    assert made.returncode == 0, made.stderr
    square = [[[-117.44, 34.08], [-117.42, 34.08], [-117.42, 34.1], [-117.44, 34.1], [-117.44, 34.08]]]
    execute(
        home,
        "INSERT INTO tenants (tenant_id, code, name, time_zone, locale, currency, created_at)"
        " VALUES (1, 'test', 'Test', 'America/Los_Angeles', 'en-US', 'USD', ?)", START,
    )
    execute(
        home,
        "INSERT INTO zones (tenant_id, zone_id, code, name, population, priority, critical_sites, capacity_kw, area)"
        " VALUES (1, 1, 'Z1', 'North', 900, 2, '[]', 5000, ?)", json.dumps(square),
    )
    for meter in range(1, meters + 1):
        execute(
            home,
            "INSERT INTO assets (tenant_id, asset_id, kind, code, name, zone_id, longitude, latitude)"
            " VALUES (1, ?, 'load_point', ?, ?, 1, -117.43, 34.09)",
            meter, f"L{meter}", f"Load {meter}",
        )
        execute(
            home, SERIES + "(1, ?, ?, ?, 'load_point', ?, 1, 'activeEnergyImport', ?, 0)",
            meter, f"meter-{meter}", f"Meter {meter}", meter, INTERVAL,
        )
    for number, quantity in enumerate(("netLoad", "consumption", "generation"), meters + 1):
        execute(
            home, SERIES + "(1, ?, ?, ?, 'zone', 1, 1, ?, 3600, 1)",
            number, f"Z1.{quantity}", f"North {quantity}", quantity,
        )
    for name, last in (("zone", 1), ("asset", meters), ("series", meters + 3)):
        execute(home, "INSERT INTO id_counters (tenant_id, name, last_id) VALUES (1, ?, ?)", name, last)
    key = run(home, "api-key", "create", "--tenant", "test", "--name", "tests", "--all-scopes")
    assert key.returncode == 0, key.stderr
    # The secret stands alone on the last line, for scripts.
    (home / "api-key").write_text(key.stdout.split()[-1])
    return home


#: The zone's derived consumption, kW by the hour.
CONSUMPTION_SERIES = METERS + 2


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def readings_of(get, port, series, start, end):
    """Every stored reading of a series as {start: value}, in windows that are not downsampled."""
    stored = {}
    step = 5000 * INTERVAL
    for begin in range(start, end, step):
        window = get(
            port, f"/api/v1/series/{series}/readings?from={iso(begin)}&to={iso(min(begin + step, end))}&points=5000"
        ).json()
        assert not window["isDownsampled"]
        starts, values = window["columns"]["start"], window["columns"]["value"]
        assert starts == sorted(set(starts)), f"series {series} holds an interval twice"
        assert window["sourceCount"] == len(starts)
        stored.update(zip(starts, values))
    return stored
