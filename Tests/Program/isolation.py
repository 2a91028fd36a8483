"""Two utilities in one installation: `test` attacks, `victim` is attacked; whatever is the victim's carries a mark."""

import json
import subprocess
import time

from city import SERIES, iso
from client import request
from database import execute, settings_of
from forged import Forger
from program import BINARY, Server, environment, run

#: In names, reasons and documents of the victim's, and the domain of its people: neither is ever in an answer to
#: others, in whatever case and encoding of its first letters.
MARKS = ("geheim", "victim.example")
MARK = "Grünberg-Geheim"
#: The victim's own numbers begin here, far from those of the other: none is right by chance.
FIRST_ID = 7000
PASSWORD = "nine violet tractors sing 4711"
#: Limits are another test's matter.
UNLIMITED = {
    f"URBANGRID_RATE_{kind}": "off" for kind in ("ADDRESS", "AUTH", "READ", "WRITE", "INGEST", "EXPORT")
}
#: Work in the background changes these by itself: sums, forecasts and the queues that lead to them.
CHANGING = {
    "series_hourly", "series_daily", "area_hourly", "area_daily", "area_hour_blocks", "stale_rollups",
    "stale_validations", "forecast_runs", "forecast_series", "forecast_values", "jobs", "id_counters",
}
#: So do the states of the weather's connectors, which are looked after every minute, and when validation last ran.
UNCHANGING = {"tenant_documents": " AND name NOT LIKE 'connector.%' AND name <> 'validation'"}
MODEL = {
    "trainedFrom": 0, "trainedTo": 3600, "heldOutFrom": 3600, "heldOutTo": 7200, "dataHash": MARK, "seed": 1,
    "parameterCount": 1, "trainingSeconds": 1, "lossCurve": [], "scores": [], "perZone": [],
}


def add_people(home, tenants):
    """An account of each name with a role in a tenant, all with `PASSWORD`, of which one hash is made.

    tenants: {"name": (tenant's number or None, role, whether they own the platform)}
    """
    made = subprocess.run(
        [BINARY, "user", "create", "first@owner.example", "--platform-owner", "--password-stdin"],
        input=PASSWORD + "\n", env=environment(home), capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stderr
    for number, (name, (tenant, role, is_owner)) in enumerate(tenants.items(), FIRST_ID):
        execute(
            home,
            "INSERT INTO users (user_id, email, name, password_hash, password_changed_at, email_verified_at,"
            " is_platform_owner, created_at) SELECT ?, ?, ?, password_hash, password_changed_at, email_verified_at, ?,"
            " created_at FROM users WHERE email = 'first@owner.example'",
            number, name, MARK if name.endswith(MARKS[1]) else name.split("@")[0], int(is_owner))
        if tenant:
            execute(
                home, "INSERT INTO memberships (tenant_id, user_id, role, created_at) VALUES (?, ?, ?, 0)",
                tenant, number, role)


def add_victim(home):
    """The second tenant with a zone, a meter, an anomaly, a finding, a model and a job. Returns its number."""
    made = run(home, "tenant", "create", "victim", "--name", MARK, "--time-zone", "Europe/Berlin")
    assert made.returncode == 0, made.stderr
    tenant, now = execute(home, "SELECT tenant_id FROM tenants WHERE code = 'victim'")[0][0], int(time.time())
    square = [[[10, 50], [10.1, 50], [10.1, 50.1], [10, 50.1], [10, 50]]]
    execute(
        home,
        "INSERT INTO zones (tenant_id, zone_id, code, name, population, priority, critical_sites, capacity_kw, area)"
        " VALUES (?, ?, 'V1', ?, 900, 2, '[]', 5000, ?)", tenant, FIRST_ID, MARK, json.dumps(square))
    execute(
        home,
        "INSERT INTO assets (tenant_id, asset_id, kind, code, name, zone_id, longitude, latitude)"
        " VALUES (?, ?, 'load_point', 'V1', ?, ?, 10.05, 50.05)", tenant, FIRST_ID, MARK, FIRST_ID)
    execute(
        home, SERIES + "(?, ?, 'victim-meter', ?, 'load_point', ?, ?, 'activeEnergyImport', 900, 0)",
        tenant, FIRST_ID, MARK, FIRST_ID, FIRST_ID)
    day = now // 86_400 * 86_400 - 86_400
    execute(
        home,
        "INSERT INTO anomalies (tenant_id, anomaly_id, series_id, start, end_at, kind, score, threshold, actual,"
        " expected, expected_low, expected_high, reason, model_id, detected_at)"
        " VALUES (?, ?, ?, ?, ?, 'spike', 9, 3, 9, 1, 0.5, 2, ?, ?, ?)",
        tenant, FIRST_ID, FIRST_ID, day, day + 3600, MARK, FIRST_ID, now)
    execute(
        home,
        "INSERT INTO findings (tenant_id, finding_id, series_id, kind, start, end_at, value, limit_value, detail,"
        " rule_version, found_at, state, state_changed_at, note) VALUES (?, ?, ?, 'spike', ?, ?, 9, 3, ?, 1, ?,"
        " 'dismissed', ?, ?)", tenant, FIRST_ID, FIRST_ID, day, day + 3600, MARK, now, now, MARK)
    execute(
        home,
        "INSERT INTO model_versions (tenant_id, model_id, kind, name, version, status, created_at, object_key, record)"
        " VALUES (?, ?, 'dayAheadLoad', ?, 1, 'retired', ?, 'none', ?)", tenant, FIRST_ID, MARK, now, json.dumps(MODEL))
    execute(
        home,
        "INSERT INTO jobs (tenant_id, job_id, kind, payload, state, priority, attempt, max_attempts, run_at, created_at,"
        " started_at, finished_at, progress, message) VALUES (?, ?, 'train', '{}', 'succeeded', 1, 1, 1, ?, ?, ?, ?, 1, ?)",
        tenant, FIRST_ID, now, now, now, now, MARK)
    for name in ("zone", "asset", "series", "job", "finding", "edit", "anomaly", "model", "invitation", "apiKey"):
        execute(home, "INSERT INTO id_counters (tenant_id, name, last_id) VALUES (?, ?, ?)", tenant, name, FIRST_ID)
    return tenant


def sign_in(port, email):
    """A session, its tokens in the body as programs have them."""
    answer = call(
        port, "POST", "/api/v1/auth/login", {"email": email, "password": PASSWORD}, {"X-Token-Delivery": "body"})
    assert answer.status == 200, answer.body
    return answer.json()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def call(port, method, path, body=None, headers=None):
    """A request whose body is JSON unless it is text already; nothing but `headers` says who sends it."""
    headers = {"Authorization": None, **(headers or {})}
    if isinstance(body, (dict, list)):
        body, headers = json.dumps(body), {"Content-Type": "application/json", **headers}
    return request(port, method, path, body.encode() if isinstance(body, str) else body, headers)


class TwoTenants:
    """A server of both tenants, with everybody who asks it for something and what the victim has."""

    def __init__(self, home):
        self.home = home
        self.tenant = add_victim(home)
        add_people(home, {
            "admin@test.example": (1, "admin", False), "operator@test.example": (1, "operator", False),
            "viewer@test.example": (1, "viewer", False), "owner@test.example": (None, "", True),
            "boss@" + MARKS[1]: (self.tenant, "admin", False),
        })
        self.server = Server(home, **UNLIMITED)
        self.port = self.server.port
        admin = sign_in(self.port, "admin@test.example")
        # The others' sessions are copies of it with tokens of the server's own key: a sign-in takes seconds.
        forger = Forger(home, admin["accessToken"])
        self.people = {"admin": admin} | {
            name: {"accessToken": self._session(forger, number, tenant)}
            for name, number, tenant in (
                ("operator", FIRST_ID + 1, 1), ("viewer", FIRST_ID + 2, 1), ("owner", FIRST_ID + 3, None),
                ("boss", FIRST_ID + 4, self.tenant))
        }
        self.boss = self.people.pop("boss")
        self.ids = self._fill()
        self.keys = self._keys()

    def _session(self, forger, user, tenant):
        """Begins a session of somebody's. Returns its access token."""
        name = f"session-of-{user}"
        execute(
            self.home,
            "INSERT INTO sessions (session_id, user_id, active_tenant_id, refresh_hash, method, is_persistent, address,"
            " user_agent, created_at, last_used_at, expires_at) SELECT ?, ?, ?, refresh_hash, method, is_persistent,"
            " address, user_agent, created_at, last_used_at, expires_at FROM sessions WHERE session_id = ?",
            name, user, tenant, forger.claims["sid"])
        return forger.signed(claims={"sub": str(user), "sid": name, "tid": tenant})

    def as_boss(self, method, path, body=None, status=200, **headers):
        answer = call(self.port, method, "/api/v1" + path, body, {**bearer(self.boss["accessToken"]), **headers})
        assert answer.status == status, answer.body
        return answer.json()

    def _fill(self):
        """What the victim's administrator makes by the API. Returns the victim's numbers by what they number."""
        start = int(time.time()) // 900 * 900 - 86_400
        self.as_boss("POST", "/readings", {"readings": [
            {"seriesId": FIRST_ID, "start": iso(start + 900 * step), "value": 1.5} for step in range(8)]})
        for value in (2.5, 3.5):
            edit = self.as_boss("POST", f"/series/{FIRST_ID}/edits", {
                "reason": MARK, "isPreview": False, "values": [{"start": iso(start), "value": value}]})
        self.as_boss("POST", "/roles", {"code": "victim-role", "name": MARK, "permissions": ["grid.read"]}, status=201)
        for who in ("a", "b"):
            invitation = self.as_boss(
                "POST", "/invitations", {"email": f"{who}@{MARKS[1]}", "role": "viewer"}, status=201)
            key = self.as_boss("POST", "/api-keys", {"name": MARK + who, "scopes": ["grid.read"]}, status=201)
        upload = self.as_boss(
            "POST", "/uploads?name=Geheim.csv", "start,meter,kwh\n2026-01-01T00:00:00Z,Geheim,1\n", status=201,
            **{"Content-Type": "text/csv"})
        session = self.as_boss("GET", "/me/sessions")["sessions"][0]
        execute(
            self.home, "INSERT INTO external_identities (issuer, subject, user_id, email, created_at)"
            " VALUES ('https://victim.example', 'victim', ?, ?, 1)", FIRST_ID + 4, f"c@{MARKS[1]}")
        identity = self.as_boss("GET", "/me/identities")["identities"][0]
        return {
            "zones": FIRST_ID, "series": FIRST_ID, "anomalies": FIRST_ID, "models": FIRST_ID, "jobs": FIRST_ID,
            "findings": FIRST_ID, "users": FIRST_ID + 4, "edits": edit["edit"]["id"], "roles": "victim-role",
            "invitations": invitation["id"], "api-keys": key["apiKey"]["id"], "uploads": upload["id"],
            "sessions": session["id"], "tenants": self.tenant, "identities": identity["id"],
            # Never one that there is: it would ask somebody outside.
            "connectors": "victim-connector",
        }

    def _keys(self):
        """API keys of the attacking tenant, by what is right or wrong with them."""
        def make(name, scopes, **more):
            body = {"name": name, "scopes": scopes, **more}
            made = call(self.port, "POST", "/api/v1/api-keys", body, bearer(self.people["admin"]["accessToken"]))
            assert made.status == 201, made.body
            return made.json()

        keys = {
            "reads": make("reads", ["grid.read"]), "sends": make("sends", ["readings.write"]),
            "revoked": make("revoked", ["grid.read"]),
            "expired": make("expired", ["grid.read"], expiresAt=iso(int(time.time()) + 86_400)),
            "elsewhere": make("elsewhere", ["grid.read"], allowedAddresses=["192.0.2.0/24"]),
        }
        gone = call(
            self.port, "DELETE", f"/api/v1/api-keys/{keys['revoked']['apiKey']['id']}", None,
            bearer(self.people["admin"]["accessToken"]))
        assert gone.status in (200, 204), gone.body
        execute(
            self.home, "UPDATE api_keys SET expires_at = ? WHERE tenant_id = 1 AND key_id = ?",
            int(time.time()) - 1, keys["expired"]["apiKey"]["id"])
        return keys

    def rows(self):
        """What the database holds of the victim, and of its people, table by table."""
        if settings_of(self.home):
            tables = [row[0] for row in execute(
                self.home, "SELECT table_name FROM information_schema.columns WHERE column_name = 'tenant_id'"
                " AND table_schema = 'public' ORDER BY table_name")]
        else:
            tables = [row[0] for row in execute(
                self.home, "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'tenant_id'"
                " WHERE m.type = 'table' ORDER BY m.name")]
        rows = {
            table: execute(self.home, f"SELECT * FROM {table} WHERE tenant_id = {self.tenant}{UNCHANGING.get(table, '')}")
            for table in tables if table not in CHANGING
        }
        for table in ("users", "sessions", "external_identities"):
            # When a session was last used, its own renewal changes.
            columns = "*" if table != "sessions" else "session_id, active_tenant_id, ended_at, end_reason"
            rows[table] = execute(self.home, f"SELECT {columns} FROM {table} WHERE user_id = {self.ids['users']}")
        return {table: sorted(map(repr, found)) for table, found in rows.items() if found}

    def close(self):
        assert self.server.is_running(), self.server.log()[-4000:]
        assert self.server.stop() == 0
