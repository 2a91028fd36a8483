"""Two utilities in one installation, told apart by marks in everything that is theirs, and who may try to cross."""

import json
from pathlib import Path

from city import SERIES, START, iso
from client import request
from database import execute, settings_of
from program import run

#: In every name and document of the utility that is attacked; it must never be seen by the other.
MARK = "Grünberg-Geheim"
#: The attacked utility's own numbers: far from those of the other, so that none is right by chance.
FIRST_ID = 7000
PASSWORD = "a long passphrase for tests 4711"


def add_victim(home):
    """A second tenant with a zone, a meter, readings, an edit, a job and people of its own."""
    made = run(home, "tenant", "create", "victim", "--name", MARK, "--time-zone", "Europe/Berlin")
    assert made.returncode == 0, made.stderr
    tenant = execute(home, "SELECT tenant_id FROM tenants WHERE code = 'victim'")[0][0]
    square = [[[10, 50], [10.1, 50], [10.1, 50.1], [10, 50.1], [10, 50]]]
    execute(
        home,
        "INSERT INTO zones (tenant_id, zone_id, code, name, population, priority, critical_sites, capacity_kw, area)"
        " VALUES (?, ?, 'V1', ?, 900, 2, '[]', 5000, ?)", tenant, FIRST_ID, MARK, json.dumps(square),
    )
    execute(
        home,
        "INSERT INTO assets (tenant_id, asset_id, kind, code, name, zone_id, longitude, latitude)"
        " VALUES (?, ?, 'load_point', 'V1', ?, ?, 10.05, 50.05)", tenant, FIRST_ID, MARK, FIRST_ID,
    )
    execute(
        home, SERIES + "(?, ?, ?, ?, 'load_point', ?, ?, 'activeEnergyImport', 900, 0)",
        tenant, FIRST_ID, f"meter-{MARK}", MARK, FIRST_ID, FIRST_ID,
    )
    for name in ("zone", "asset", "series", "job", "finding", "edit", "anomaly", "model version", "invitation", "api key"):
        execute(
            home, "INSERT INTO id_counters (tenant_id, name, last_id) VALUES (?, ?, ?)", tenant, name, FIRST_ID
        )
    return tenant


def rows_of(home, tenant):
    """Everything the database holds of a tenant, table by table, to be compared later."""
    if settings_of(home):
        tables = [row[0] for row in execute(
            home, "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id'"
            " AND table_schema = 'public' ORDER BY table_name")]
    else:
        tables = [row[0] for row in execute(
            home, "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'tenant_id'"
            " WHERE m.type = 'table' ORDER BY m.name")]
    # What changes by itself: work in the background, and the trail of what was refused.
    idle = {"jobs", "audit_entries", "api_key_use", "id_counters"}
    return {
        table: sorted(map(repr, execute(home, f"SELECT * FROM {table} WHERE tenant_id = {tenant}")))
        for table in tables if table not in idle
    }
