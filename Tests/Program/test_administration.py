"""Tenants, audit logs and secrets by the commands that an operator types; and no secret in anything that is printed."""

import json
import subprocess
import time

import pytest

from client import request
from database import execute
from program import BINARY, Server, environment

SECRETS = {
    # Nobody answers there: what is logged of the attempts must not name the passwords either.
    "URBANGRID_MQTT_URL": "mqtt://meter:planted-broker-password@127.0.0.1:1",
    "REDIS_URL": "redis://:planted-redis-password@127.0.0.1:1/0",
    "URBANGRID_OPENAQ_API_KEY": "planted-openaq-key-6b1f",
    "URBANGRID_OPEN_METEO_API_KEY": "planted-meteo-key-77aa",
    "URBANGRID_SECRET_KEY": "UGxhbnRlZE1hc3RlcktleVBsYW50ZWRNYXN0ZXJLZXk",
    "URBANGRID_SECRET_KEY_NEXT": "TmV4dFBsYW50ZWRLZXlOZXh0UGxhbnRlZEtleTEyMzQ",
}


def command(home, *arguments, status=0, **settings):
    done = subprocess.run(
        [BINARY, *map(str, arguments)], env=environment(home, **settings), capture_output=True, text=True, timeout=120
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("city", ["sqlite", "postgres"], indirect=True)
def test_tenant_goes_through_its_states_and_leaves_nothing(city, tmp_path):
    command(city, "tenant", "create", "other", "--name", "Other", "--time-zone", "Europe/Berlin")
    command(city, "series", "create", "z1.import", "--tenant", "test", "--of", "zone:Z1", "--quantity", "activeEnergyImport")
    command(city, "tenant", "suspend", "test")
    assert "suspended" in command(city, "tenant", "list")
    command(city, "tenant", "resume", "test")
    folder = tmp_path / "export"
    command(city, "tenant", "export", "test", folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["tenant"] == "test" and manifest["rows"]["series.jsonl"] == 16
    assert "Z1.netLoad" in (folder / "series.jsonl").read_text()
    command(city, "tenant", "delete", "test", "--now", status=1)
    command(city, "tenant", "delete", "test", "--grace-days", "1")
    assert "deleting after" in command(city, "tenant", "list")
    command(city, "tenant", "delete", "test", "--now", status=1)
    execute(city, "UPDATE tenants SET delete_after = ? WHERE code = 'test'", int(time.time()) - 1)
    assert "period of grace has passed" in command(city, "tenant", "resume", "test", status=1)
    assert "Deleted" in command(city, "tenant", "delete", "test", "--now")
    assert command(city, "tenant", "list").split()[0] == "other"
    assert (city / "tenant-exports" / "test-1" / "manifest.json").exists()
    command(city, "tenant", "create", "third", "--name", "Third", "--time-zone", "UTC")
    log = command(city, "audit", "export", "--format", "jsonl")
    actions = [json.loads(line)["action"] for line in log.splitlines()]
    assert actions == [
        "tenant.create", "tenant.suspend", "tenant.resume", "tenant.delete", "tenant.erase", "tenant.create"
    ]
    assert "intact" in command(city, "audit", "verify")


def test_audit_log_that_was_changed_is_told_by_its_entry(city):
    for name in "abc":
        command(city, "series", "create", name, "--tenant", "test", "--of", "zone:Z1", "--quantity", "activeEnergyImport")
    sound = command(city, "audit", "verify", "--tenant", "test")
    # The first entry is that of the tests' own API key.
    assert "test: intact, 4 entries" in sound
    head = sound.split("; head ")[1].strip()
    csv = command(city, "audit", "export", "--tenant", "test")
    assert csv.startswith("number,at,actorKind") and csv.count("series.create") == 3
    execute(city, "UPDATE audit_entries SET actor_name = 'nobody' WHERE tenant_id = 1 AND entry_id = ?", 3)
    assert "TAMPERED WITH: entry 3 was changed" in command(city, "audit", "verify", status=1)
    execute(city, "DELETE FROM audit_entries WHERE tenant_id = 1 AND entry_id >= ?", 3)
    assert "intact, 2 entries" in command(city, "audit", "verify", "--tenant", "test")
    cut = command(city, "audit", "verify", "--tenant", "test", "--expect", head, status=1)
    assert "the end is cut off: entry 3" in cut


def test_bad_keys_are_refused_without_being_shown(city):
    for bad in ("short", "x" * 43 + "!", "A" * 44):
        told = command(city, "check", status=1, URBANGRID_SECRET_KEY=bad)
        assert "URBANGRID_SECRET_KEY" in told and bad not in told
    told = command(city, "check", status=1, URBANGRID_SECRET_KEY_NEXT="short")
    assert "URBANGRID_SECRET_KEY_NEXT" in told
    key = command(city, "secrets", "key").strip()
    assert len(key) == 43
    assert "0 tenants" in command(city, "secrets", "rotate", URBANGRID_SECRET_KEY=key)


def test_metrics_ask_for_their_token_and_every_address_opens_no_name(city):
    token = "planted-collector-token"
    settings = {"URBANGRID_METRICS_TOKEN": token, "URBANGRID_LISTEN_ADDRESS": "0.0.0.0"}
    told = command(city, "check", **settings)
    assert token not in told and "0.0.0.0" in told
    for name, wrong in {"URBANGRID_METRICS_TOKEN": "short", "URBANGRID_LISTEN_ADDRESS": "localhost"}.items():
        assert name in command(city, "check", status=1, **{name: wrong})
    with Server(city, **settings) as server:
        request(server.port, "GET", "/metrics").assert_problem(401)
        shown = {"Authorization": f"Bearer {token}"}
        assert request(server.port, "GET", "/metrics", headers=shown).status == 200
        request(server.port, "GET", "/metrics", headers={**shown, "Host": "10.0.0.7"}).assert_problem(421)
        assert request(server.port, "GET", "/ready", headers={"Host": "10.0.0.7"}).status in (200, 503)
        assert "listens beyond this machine" in server.log() and token not in server.log()


def test_no_secret_in_what_a_whole_run_prints_or_logs(city):
    printed = [command(city, "check", **SECRETS), command(city, "secrets", "rotate", **SECRETS)]
    password = "planted-password-0042"
    token = "planted-token-" + "t" * 29
    with Server(city, URBANGRID_LOG_LEVEL="trace", **SECRETS) as server:
        shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
        for path in ("/api/v1/zones", "/api/v1/tenant", "/api/v1/auth/login", "/health", "/metrics", "/nothing"):
            for headers in (
                {"Authorization": f"Bearer {token}"}, {"Authorization": f"Token {token}"},
                {"Cookie": f"urbangrid_access={token}; urbangrid_refresh={token}"}, {},
            ):
                for method, body in (("GET", None), ("POST", json.dumps({"email": "a@b.example", "password": password}))):
                    answer = request(
                        server.port, method, f"{path}?token={token}", body=body,
                        headers={"Content-Type": "application/json", **headers})
                    printed.append(answer.body.decode())
        assert server.stop() == 0
        printed.append(server.log())
    assert len(server.log()) > 1000
    planted = ["planted-broker-password", "planted-redis-password", password, token]
    for secret in [*(value for name, value in SECRETS.items() if "KEY" in name), *planted]:
        assert secret not in shown
        for text in printed:
            assert secret not in text, text[max(0, text.index(secret) - 200):][:400]
