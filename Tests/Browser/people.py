"""The demo's people, one of each role: requests and browser sessions as one of them."""

import json
import time
import urllib.request
from pathlib import Path

ADMIN, OPERATOR, VIEWER, OWNER = "Admin", "Operator", "Viewer", "Platform owner"
# Shorter than an access token's 15 minutes by more than a test takes.
_GOOD_SECONDS = 600


class People:
    """Signs each of them in once in a while, as a program does: with the tokens in the answer's body."""

    def __init__(self, url: str, logins: Path):
        self.url = url
        self._logins = logins
        self._tokens = {}

    def login(self, role: str) -> dict:
        return next(login for login in json.loads(self._logins.read_text()) if login["role"] == role)

    def token(self, role: str) -> str:
        token, since = self._tokens.get(role, (None, 0.0))
        if token is None or time.monotonic() - since > _GOOD_SECONDS:
            login = self.login(role)
            answer = self.request("POST", "/auth/login", {"email": login["email"], "password": login["password"]}, None, {"X-Token-Delivery": "body"})
            token = answer["accessToken"]
            self._tokens[role] = (token, time.monotonic())
        return token

    def forget(self, role: str):
        """For a test that has ended the person's sessions: the next request signs in anew."""
        self._tokens.pop(role, None)

    def request(self, method: str, path: str, body=None, role: str | None = ADMIN, headers: dict | None = None):
        """JSON both ways; raises HTTPError for a refusal."""
        given = {"Content-Type": "application/json"} if body is not None else {}
        given |= {"Authorization": f"Bearer {self.token(role)}"} if role else {}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data, given | (headers or {}), method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def cookie(self, role: str) -> dict:
        """The access token where a browser has it. No refresh token: it is good for one use, and tests share sessions."""
        return {"name": "urbangrid_access", "value": self.token(role), "url": self.url, "httpOnly": True, "sameSite": "Strict"}
