"""Weather and air quality from a provider on this machine, through the program as users run it."""

import json
import time

import pytest

import openmetrics
from city import iso
from client import get, request
from database import execute
from engines import on_both_engines
from program import Server, run
from provider import Provider, temperature

KEY = "s3cr3t-openaq-key"
HOUR = 3600


@pytest.fixture
def provider():
    with Provider() as provider:
        yield provider


@pytest.fixture(autouse=True)
def allowed(monkeypatch):
    """What the program's environment says; `program.environment` takes nothing of the developer's own."""
    import program

    plain = program.environment
    monkeypatch.setattr(
        program, "environment",
        lambda home, **more: plain(home, URBANGRID_CONNECTORS_PRIVATE="1", URBANGRID_OPENAQ_API_KEY=KEY, **more),
    )


def connector(port, name="open-meteo-weather"):
    found = get(port, "/api/v1/connectors").json()["connectors"]
    return next(entry for entry in found if entry["name"] == name)


def change(port, name, **settings):
    return request(
        port, "PUT", f"/api/v1/connectors/{name}", json.dumps(settings), {"Content-Type": "application/json"}
    )


def wait_for(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"no {what} within {seconds} s")


def series(port, name):
    found = get(port, "/api/v1/series?limit=1000").json()["series"]
    return next(entry for entry in found if entry["externalName"] == name)


@on_both_engines
def test_weather_fills_series_and_forecasts_and_is_not_asked_for_again_after_a_restart(city, provider):
    with Server(city) as server:
        assert connector(server.port)["standing"] == "disabled"
        changed = change(server.port, "open-meteo-weather", isEnabled=True, baseUrl=provider.url, backfillDays=2)
        assert changed.status == 200, changed.body
        wait_for(lambda: connector(server.port)["lastSuccessAt"], "first success")
        found = series(server.port, "open-meteo/zone-1/temperature")
        assert found["unit"] == "°C" and found["zoneId"] == 1
        now = int(time.time())
        window = get(
            server.port, f"/api/v1/series/{found['id']}/readings?from={iso(now - 86_400)}&to={iso(now)}&points=5000"
        ).json()["columns"]
        assert len(window["start"]) >= 23
        assert window["value"] == [temperature(start) for start in window["start"]]
        forecast = get(server.port, f"/api/v1/series/{found['id']}/forecast").json()
        assert forecast["columns"]["start"][0] > max(window["start"])
        assert len(forecast["columns"]["start"]) >= 7 * 24
        assert get(server.port, f"/api/v1/series/{found['id']}/forecast?at={iso(now - 600)}").status == 404
        metrics = openmetrics.parse(get(server.port, "/metrics").body.decode())
        assert "urbangrid_connector_success_age_seconds" in metrics
        asked = len(provider.requests)
        assert asked == 1
        server.kill()
    with Server(city) as server:
        # Three of the service's looks.
        time.sleep(16)
        assert len(provider.requests) == asked
        state = connector(server.port)
        assert state["standing"] == "working" and state["callsToday"] == 1
        # Somebody asks: the provider has thought again.
        provider.offset = 1.0
        job = request(server.port, "POST", "/api/v1/connectors/open-meteo-weather/run")
        assert job.status == 202, job.body
        path = f"/api/v1/jobs/{job.json()['id']}"
        wait_for(lambda: get(server.port, path).json()["state"] in ("succeeded", "failed"), "end of the job")
        assert get(server.port, path).json()["state"] == "succeeded", get(server.port, path).body
        assert len(provider.requests) == asked + 1
        later = get(server.port, f"/api/v1/series/{found['id']}/forecast").json()
        assert later["availableAt"] > forecast["availableAt"]
        # What was known before the second poll is still what it was.
        assert get(
            server.port, f"/api/v1/series/{found['id']}/forecast?at={forecast['availableAt']}").json() == forecast
        assert server.stop() == 0


def test_a_provider_that_asks_to_wait_is_left_alone_across_a_restart(city, provider):
    provider.status, provider.headers = 429, {"Retry-After": "1800"}
    with Server(city) as server:
        change(server.port, "open-meteo-weather", isEnabled=True, baseUrl=provider.url)
        state = wait_for(
            lambda: (now := connector(server.port))["lastError"] and now, "failure")
        assert state["standing"] == "retrying" and "1800 s" in state["lastError"]
        assert state["lastSuccessAt"] is None
        server.kill()
    provider.status, provider.headers = 200, {}
    with Server(city) as server:
        job = request(server.port, "POST", "/api/v1/connectors/open-meteo-weather/run").json()
        ended = wait_for(
            lambda: (now := get(server.port, f"/api/v1/jobs/{job['id']}").json())["state"] == "failed" and now,
            "refusal")
        assert "asked to wait" in ended["error"]
        assert len(provider.requests) == 1
        assert 'urbangrid_connector_failures_total{connector="open-meteo-weather",tenant="test"} 0' in (
            get(server.port, "/metrics").body.decode())


def test_measurements_need_a_key_and_never_show_it(city, provider):
    with Server(city) as server:
        change(server.port, "openaq", isEnabled=True, baseUrl=provider.url)
        state = wait_for(lambda: (now := connector(server.port, "openaq"))["lastSuccessAt"] and now, "success")
        assert all(headers.get("X-Api-Key", headers.get("X-API-Key")) == KEY for _, _, headers in provider.requests)
        found = series(server.port, "openaq/zone-1/pm25-51")
        assert found["readingCount"] == 1 and found["unit"] == "µg/m³"
        assert KEY not in json.dumps(state) and KEY not in server.log()
    checked = run(city, "check")
    assert checked.returncode == 0 and KEY not in checked.stdout
    for (document,) in execute(city, "SELECT document FROM tenant_documents"):
        assert KEY not in str(document)


def test_the_command_line_turns_on_runs_lists_and_turns_off(city, provider):
    assert "disabled" in run(city, "connector", "list", "--tenant", "test").stdout
    refused = run(city, "connector", "run", "--tenant", "test", "open-meteo-weather")
    assert refused.returncode != 0 and "is off" in refused.stderr
    wrong = run(city, "connector", "enable", "--tenant", "test", "open-meteo-weather", "--interval", "5")
    assert wrong.returncode != 0 and "900 to 86400" in wrong.stderr
    on = run(city, "connector", "enable", "--tenant", "test", "open-meteo-weather", "--base-url", provider.url)
    assert on.returncode == 0, on.stderr
    ran = run(city, "connector", "run", "--tenant", "test", "open-meteo-weather")
    assert ran.returncode == 0 and "readings new" in ran.stdout, ran.stderr
    assert "last success" in run(city, "connector", "list", "--tenant", "test").stdout
    assert "disabled" in run(city, "connector", "disable", "--tenant", "test", "open-meteo-weather").stdout
    assert run(city, "connector", "enable", "--tenant", "test", "met-office").returncode != 0
