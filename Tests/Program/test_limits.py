"""How much is let through: told in every answer, refused beyond, counted by several processes together."""

import json
import subprocess
import time

import pytest

from client import ANONYMOUS, get, request
from openmetrics import parse
from program import BINARY, Server, environment
from redis_server import Redis, requires_redis


def metric(server, family):
    answer = get(server.port, "/metrics", headers=ANONYMOUS)
    return sum(value for _, _, value in parse(answer.body.decode())[family][1])


def test_every_answer_tells_what_is_left_and_waiting_helps(city):
    with Server(city, URBANGRID_RATE_READ="60/2") as server:
        first = get(server.port, "/api/v1/zones")
        assert first.status == 200
        assert first.headers["ratelimit-policy"] == '"read";q=2;w=2'
        assert first.headers["ratelimit"].startswith('"read";r=1;t=')
        assert first.headers["ratelimit-limit"] == "2" and first.headers["ratelimit-remaining"] == "1"
        answers = [get(server.port, "/api/v1/zones") for _ in range(20)]
        refused = next(answer for answer in answers if answer.status == 429)
        refused.assert_problem(429)
        time.sleep(int(refused.headers["retry-after"]))
        assert get(server.port, "/api/v1/zones").status == 200
        # What is open to all is not counted as anybody's read.
        assert get(server.port, "/health", headers=ANONYMOUS).status == 200
        assert metric(server, "urbangrid_requests_limited") >= 1


def test_strangers_are_stopped_before_anybody_looks_at_what_they_show(city):
    with Server(city, URBANGRID_RATE_ADDRESS="60/5", URBANGRID_TRUSTED_PROXIES="127.0.0.1") as server:
        def stranger(address):
            return request(server.port, "GET", "/api/v1/zones", headers={**ANONYMOUS, "X-Forwarded-For": address}).status

        statuses = [stranger("198.51.100.1") for _ in range(30)]
        assert statuses[:5] == [401] * 5 and 429 in statuses
        # Addresses of one IPv6 network are one client's.
        statuses = [stranger(f"2001:db8::{number:x}") for number in range(30)]
        assert statuses[:5] == [401] * 5 and 429 in statuses
        assert stranger("198.51.100.2") == 401


def test_passwords_are_not_tried_quickly(city):
    with Server(city, URBANGRID_RATE_AUTH="6/3") as server:
        def attempt(path):
            return request(
                server.port, "POST", path, json.dumps({"email": "a@example.com", "password": "wrong wrong wrong"}),
                {**ANONYMOUS, "Content-Type": "application/json"},
            )

        statuses = [attempt("/api/v1/auth/login").status for _ in range(3)]
        assert statuses == [401] * 3
        refused = attempt("/api/v1/auth/login")
        refused.assert_problem(429)
        assert 1 <= int(refused.headers["retry-after"]) <= 10
        # However the path is written.
        for path in ("/api/v1//auth/login", "/api/v1/auth/login/", "/api/v1/%61uth/login"):
            assert attempt(path).status in (404, 429), path
        assert get(server.port, "/api/v1/zones").status == 200


@requires_redis
def test_processes_count_together_in_redis_and_alone_without_it(city, another_city, tmp_path):
    with Redis(tmp_path / "redis", "open-sesame") as redis:
        settings = {"REDIS_URL": redis.url, "URBANGRID_RATE_READ": "1/6"}
        with Server(city, **settings) as one, Server(another_city, **settings) as two:
            for server in (one, two):
                end = time.monotonic() + 30
                while metric(server, "urbangrid_redis_connected") != 1:
                    assert time.monotonic() < end, server.log()[-2000:]
                    time.sleep(0.1)
            # The two cities were made alike: their keys have the same number and share a bucket.
            statuses = [get(server.port, "/api/v1/zones").status for _ in range(4) for server in (one, two)]
            assert statuses == [200] * 6 + [429] * 2
            redis.kill()
            end = time.monotonic() + 30
            while metric(one, "urbangrid_redis_connected") != 0:
                assert time.monotonic() < end, "Redis is gone and nobody noticed"
                time.sleep(0.1)
            assert get(one.port, "/api/v1/zones").status == 200
            assert metric(one, "urbangrid_rate_counted_alone") >= 1
            for server in (one, two):
                assert "open-sesame" not in server.log()


@pytest.mark.parametrize(
    "variable, value, shown",
    [
        ("URBANGRID_RATE_READ", "many", "many"), ("URBANGRID_RATE_ADDRESS", "10/0", "10/0"),
        ("URBANGRID_HANDLERS", "0", "0"), ("URBANGRID_TRUSTED_PROXIES", "10.0.0.1/8", "10.0.0.1/8"),
        ("REDIS_URL", "http://:planted-secret@host", None),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(city, variable, value, shown):
    told = subprocess.run(
        [BINARY, "check"], env=environment(city, **{variable: value}), capture_output=True, text=True, timeout=60
    )
    text = told.stdout + told.stderr
    assert told.returncode != 0 and variable in told.stderr
    assert (shown or variable) in text and "planted-secret" not in text


def test_check_shows_the_limits_and_no_password(city):
    told = subprocess.run(
        [BINARY, "check"], env=environment(
            city, REDIS_URL="rediss://ada:planted-secret@cache.example:6380/2", URBANGRID_RATE_EXPORT="off",
            URBANGRID_HANDLERS="8"),
        capture_output=True, text=True, timeout=60,
    )
    assert told.returncode == 0, told.stderr
    assert "rediss://cache.example:6380/2" in told.stdout and "planted-secret" not in told.stdout
    assert "URBANGRID_RATE_EXPORT  off" in told.stdout and "URBANGRID_HANDLERS  8, of one tenant 6" in told.stdout
