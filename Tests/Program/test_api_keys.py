"""API keys from their making to their end, against the program as it is run."""

import base64
import json
import subprocess
import time
from urllib.parse import urlencode

from client import ANONYMOUS, request
from engines import on_both_engines
from program import BINARY, Server, environment, run

PASSWORD = "nine violet tractors sing"


def admin(home, port):
    """Signs in somebody who may do everything in the tenant; returns what sends requests as them."""
    made = subprocess.run(
        [BINARY, "user", "create", "ada@example.com", "--name", "Ada", "--tenant", "test", "--role", "admin",
         "--password-stdin"], env=environment(home), input=PASSWORD + "\n", capture_output=True, text=True, timeout=60,
    )
    assert made.returncode == 0, made.stderr
    session = request(
        port, "POST", "/api/v1/auth/login", json.dumps({"email": "ada@example.com", "password": PASSWORD}),
        {**ANONYMOUS, "Content-Type": "application/json", "X-Token-Delivery": "body"},
    ).json()

    def send(method, path, body=None, **more):
        headers = {"Authorization": f"Bearer {session['accessToken']}", **more}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return request(port, method, "/api/v1" + path, None if body is None else json.dumps(body), headers)

    return send


def with_key(port, token, path="/zones", scheme="Bearer", **headers):
    return request(port, "GET", "/api/v1" + path, headers={"Authorization": f"{scheme} {token}", **headers})


def until(condition, what, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.2)


@on_both_engines
def test_a_key_lives_is_rotated_and_revoked(city):
    with Server(city) as server:
        ada = admin(city, server.port)
        made = ada("POST", "/api-keys", {"name": "telegraf", "scopes": ["grid.read"]})
        assert made.status == 201, made.body
        key, token = made.json()["apiKey"], made.json()["token"]
        assert made.headers["location"] == f"/api/v1/api-keys/{key['id']}"
        assert with_key(server.port, token).status == 200
        assert with_key(server.port, token, scheme="Token").status == 200
        basic = base64.b64encode(f"anybody:{token}".encode()).decode()
        assert with_key(server.port, basic, scheme="Basic").status == 200
        # It may read the grid and nothing else, and touches nobody's account.
        for path in ("/audit", "/api-keys", "/users"):
            with_key(server.port, token, path).assert_problem(403)
        with_key(server.port, token, "/me").assert_problem(401, 403)
        for wrong in (token[:-1], token[:-1] + ("a" if token[-1] != "a" else "b"), token.replace("_1_", "_2_", 1)):
            with_key(server.port, wrong).assert_problem(401)

        rotated = ada("POST", f"/api-keys/{key['id']}/rotate", {"overlapHours": 1})
        assert rotated.status == 201, rotated.body
        new = rotated.json()
        assert with_key(server.port, token).status == 200 and with_key(server.port, new["token"]).status == 200
        assert ada("GET", f"/api-keys/{key['id']}").json()["replacedBy"] == new["apiKey"]["id"]
        ada("POST", f"/api-keys/{key['id']}/rotate", {"overlapHours": 1}).assert_problem(409)

        assert ada("DELETE", f"/api-keys/{key['id']}").json()["state"] == "revoked"
        until(lambda: with_key(server.port, token).status == 401, "a revoked key goes on")
        assert with_key(server.port, new["token"]).status == 200
        actions = [entry["action"] for entry in ada("GET", "/audit?limit=100").json()["entries"]]
        assert {"apiKey.create", "apiKey.rotate", "apiKey.revoke"} <= set(actions)
        assert server.stop() == 0
        log = server.log()
    for secret in (token, new["token"], token.split("_", 3)[3]):
        assert secret not in log


@on_both_engines
def test_use_is_counted_and_the_rest_is_written_when_the_server_ends(city):
    with Server(city) as server:
        ada = admin(city, server.port)
        made = ada("POST", "/api-keys", {"name": "a", "scopes": ["grid.read"], "monthlyQuota": 5}).json()
        path = f"/api-keys/{made['apiKey']['id']}/use"
        for _ in range(5):
            assert with_key(server.port, made["token"]).status == 200
        refused = with_key(server.port, made["token"])
        refused.assert_problem(429)
        assert int(refused.headers["retry-after"]) <= 31 * 86_400
        until(lambda: ada("GET", path).json()["requests"] == 5, "what was counted is not shown")
        with_key(server.port, made["token"]).assert_problem(429)
        assert server.stop() == 0
    with Server(city) as server:
        ada = admin_again(server.port)
        use = ada("GET", path).json()
        assert (use["requests"], use["refused"]) == (5, 2)
        assert (use["month"]["requests"], use["month"]["quota"]) == (5, 5)
        # The quota is kept over the restart, too.
        with_key(server.port, made["token"]).assert_problem(429)


def admin_again(port):
    return as_other(port, "ada@example.com")


def as_other(port, email):
    session = request(
        port, "POST", "/api/v1/auth/login", json.dumps({"email": email, "password": PASSWORD}),
        {**ANONYMOUS, "Content-Type": "application/json", "X-Token-Delivery": "body"},
    ).json()
    shown = {"Authorization": f"Bearer {session['accessToken']}", "Content-Type": "application/json"}
    return lambda method, path, body=None: request(
        port, method, "/api/v1" + path, None if body is None else json.dumps(body), shown
    )


@on_both_engines
def test_people_and_keys_are_found_and_what_somebody_made_ends_with_them(city):
    with Server(city) as server:
        ada = admin(city, server.port)
        made = subprocess.run(
            [BINARY, "user", "create", "b_en@example.com", "--name", "Ben 100% Quist", "--tenant", "test", "--role",
             "admin", "--password-stdin"], env=environment(city), input=PASSWORD + "\n", capture_output=True, text=True,
            timeout=60)
        assert made.returncode == 0, made.stderr
        ben = as_other(server.port, "b_en@example.com")

        def found(words):
            return [user["email"] for user in ada("GET", "/users?" + urlencode(words)).json()["users"]]

        assert found({"search": "QUIST"}) == found({"search": "0%"}) == found({"search": "b_e"}) == ["b_en@example.com"]
        assert found({"search": "ada_"}) == found({"search": "a%example"}) == found({"role": "viewer"}) == []
        assert found({"search": "example.com", "role": "admin"}) == ["ada@example.com", "b_en@example.com"]
        key = ben("POST", "/api-keys", {"name": "back_door", "scopes": ["grid.read"]}).json()
        other = ada("POST", "/api-keys", {"name": "backXdoor", "scopes": ["grid.read"]}).json()
        ben("POST", "/invitations", {"email": "friend@example.com", "role": "viewer"})
        keys = ada("GET", "/api-keys?state=active&search=K_D&maker=b_en%40example.com").json()["apiKeys"]
        assert [one["id"] for one in keys] == [key["apiKey"]["id"]]
        number = next(user["id"] for user in ada("GET", "/users").json()["users"] if user["email"].startswith("b_en"))
        assert len(ada("GET", f"/invitations?state=open&invitedBy={number}").json()["invitations"]) == 1
        assert with_key(server.port, key["token"]).status == 200
        ada("DELETE", f"/users/{number}?revoke=keys").assert_problem(400)
        assert ada("DELETE", f"/users/{number}?revoke=apiKeys,invitations").status == 204
        until(lambda: with_key(server.port, key["token"]).status == 401, "a key outlives whoever made it")
        assert with_key(server.port, other["token"]).status == 200
        assert ada("GET", "/invitations?state=open").json()["invitations"] == []
        names = [entry["object"]["name"] for entry in ada("GET", "/audit?limit=3").json()["entries"]]
        assert names == ["friend@example.com", "back_door", "b_en@example.com"]


@on_both_engines
def test_a_key_that_is_revoked_on_the_command_line_ends_in_a_running_server(city):
    made = run(city, "api-key", "create", "--tenant", "test", "--name", "a", "--scope", "grid.read")
    assert made.returncode == 0, made.stderr
    token = made.stdout.split()[-1]
    with Server(city) as server:
        assert with_key(server.port, token).status == 200
        revoked = run(city, "api-key", "revoke", "--tenant", "test", token.split("_")[2])
        assert revoked.returncode == 0, revoked.stderr
        until(lambda: with_key(server.port, token).status == 401, "a revoked key goes on")


def test_a_key_works_only_from_where_it_may(city):
    made = run(
        city, "api-key", "create", "--tenant", "test", "--name", "a", "--scope", "grid.read", "--from", "192.0.2.0/24",
        "--from", "2001:db8::/32",
    )
    assert made.returncode == 0, made.stderr
    token = made.stdout.split()[-1]
    inside = {"X-Forwarded-For": "192.0.2.9"}
    with Server(city) as server:
        with_key(server.port, token).assert_problem(401)
        # Anybody can write this.
        with_key(server.port, token, **inside).assert_problem(401)
    with Server(city, URBANGRID_TRUSTED_PROXIES="127.0.0.0/8") as server:
        assert with_key(server.port, token, **inside).status == 200
        assert with_key(server.port, token, **{"X-Forwarded-For": "2001:db8::7"}).status == 200
        with_key(server.port, token, **{"X-Forwarded-For": "192.0.2.9, 198.51.100.1"}).assert_problem(401)
        with_key(server.port, token).assert_problem(401)


def test_a_key_is_refused_what_no_key_may_have(city):
    told = run(city, "api-key", "create", "--tenant", "test", "--name", "a", "--scope", "users.write")
    assert told.returncode != 0 and "users.write" in told.stderr
    told = run(city, "api-key", "create", "--tenant", "test", "--name", "a", "--scope", "grid.read", "--from", "10.0.0.1/8")
    assert told.returncode != 0 and "allowedAddresses[0]" in told.stderr
