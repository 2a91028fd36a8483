"""Requests that are begun, held back, and ended after whoever sends them may not send them any more."""

import json
import subprocess
import time

from client import ANONYMOUS, Raw, request
from engines import on_both_engines
from program import BINARY, Server, environment
from test_api_keys import PASSWORD, admin


class Held:
    """A request of which all but the last byte has been sent."""

    def __init__(self, port, token, method, path, body):
        content = json.dumps(body).encode()
        self.last = content[-1:]
        self.raw = Raw(port, timeout=60)
        self.raw.send(
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content[:-1])

    def end(self):
        self.raw.send(self.last)
        return self.raw.answer()


def sign_in(home, port, email, role):
    subprocess.run(
        [BINARY, "user", "create", email, "--name", "Ben", "--tenant", "test", "--role", role, "--password-stdin"],
        env=environment(home), input=PASSWORD + "\n", capture_output=True, text=True, timeout=60, check=True)
    return request(
        port, "POST", "/api/v1/auth/login", json.dumps({"email": email, "password": PASSWORD}),
        {**ANONYMOUS, "Content-Type": "application/json", "X-Token-Delivery": "body"}).json()


@on_both_engines
def test_a_request_that_is_held_back_does_nothing_that_was_forbidden_meanwhile(city):
    with Server(city) as server:
        ada = admin(city, server.port)
        ben = sign_in(city, server.port, "ben@example.com", "admin")
        token, user = ben["accessToken"], f"/users/{ben['user']['id']}"
        made = ada("POST", "/api-keys", {"name": "meter", "scopes": ["readings.write"]}).json()
        reading = {"readings": [{"seriesId": 1, "start": "2026-11-20T00:00:00Z", "value": 1.5}]}

        def hold():
            return [
                Held(server.port, token, "PUT", user, {"role": "admin"}),
                Held(server.port, token, "POST", "/invitations", {"email": "friend@example.com", "role": "admin"}),
                Held(server.port, token, "POST", "/roles", {"code": "mine", "name": "Mine", "permissions": ["keys.write"]}),
                Held(server.port, token, "POST", "/api-keys", {"name": "back door", "scopes": ["readings.write"]}),
                Held(server.port, token, "PUT", "/retention", {"rawMonths": 36}),
            ]

        held, readings = hold(), Held(server.port, made["token"], "POST", "/readings", reading)
        time.sleep(0.5)
        assert ada("PUT", user, {"role": "viewer"}).status == 200
        assert ada("DELETE", f"/api-keys/{made['apiKey']['id']}").status == 200
        for one in [*held, readings]:
            one.end().assert_problem(403)
        assert ada("GET", user).json()["role"] == "viewer"

        assert ada("PUT", user, {"role": "admin"}).status == 200
        # As an Admin again, what is held back for no longer than that goes through.
        held = hold()
        time.sleep(0.5)
        assert held.pop().end().status == 200
        assert ada("DELETE", user).status == 204
        for one in held:
            one.end().assert_problem(403)
        assert ada("GET", "/invitations").json()["invitations"] == []
        assert [role for role in ada("GET", "/roles").json()["roles"] if not role["isBuiltIn"]] == []
        assert [key["name"] for key in ada("GET", "/api-keys").json()["apiKeys"] if key["name"] == "back door"] == []
