"""People's accounts, from the first one on the command line to the last token, against the program as it is run."""

import concurrent.futures
import http.client
import http.cookies
import json
import re
import stat
import subprocess
import time
from pathlib import Path

import pytest

from client import ANONYMOUS, request
from database import execute
from engines import on_both_engines
from program import BINARY, Server, environment, run

EMAIL = "ada@example.com"
PASSWORD = "nine violet tractors sing"
OTHER_PASSWORD = "four copper lanterns hum"
MEGABYTE = 1 << 20


def tenant_of(home):
    return run(home, "tenant", "list").stdout.split("\t")[0]


def user(home, *arguments, password=None, **settings):
    return subprocess.run(
        [BINARY, "user", *arguments], env=environment(home, **settings), input=password, capture_output=True, text=True, timeout=60
    )


def add(home, email=EMAIL, role="admin", password=PASSWORD):
    made = user(
        home, "create", email, "--name", "Ada", "--tenant", tenant_of(home), "--role", role, "--password-stdin",
        password=password + "\n",
    )
    assert made.returncode == 0, made.stderr
    return made


def post(port, path, body=None, headers=None):
    given = {} if body is None else {"Content-Type": "application/json"}
    return request(
        port, "POST", "/api/v1" + path, None if body is None else json.dumps(body),
        {**ANONYMOUS, **given, **(headers or {})}, timeout=120,
    )


def sign_in(port, email=EMAIL, password=PASSWORD, **more):
    return post(port, "/auth/login", {"email": email, "password": password, **more}, {"X-Token-Delivery": "body"})


def as_person(port, token, path, method="GET"):
    return request(port, method, "/api/v1" + path, headers={"Authorization": f"Bearer {token}"})


@on_both_engines
def test_somebody_comes_in_and_goes(city):
    add(city)
    with Server(city) as server:
        session = sign_in(server.port).json()
        assert session["user"]["email"] == EMAIL and session["tenant"]["role"] == "admin"
        access = session["accessToken"]
        assert as_person(server.port, access, "/me").json()["user"] == session["user"]
        assert as_person(server.port, access, "/zones").status == 200
        renewed = post(server.port, "/auth/refresh", {"refreshToken": session["refreshToken"]}, {"X-Token-Delivery": "body"})
        assert renewed.status == 200
        assert post(server.port, "/auth/refresh", {"refreshToken": session["refreshToken"]}).status == 409
        assert post(server.port, "/auth/logout", {"refreshToken": renewed.json()["refreshToken"]}).status == 204
        for token in (access, renewed.json()["accessToken"]):
            as_person(server.port, token, "/me").assert_problem(401)
        sign_in(server.port, password="not the password at all").assert_problem(401)
        assert server.stop() == 0
        log = server.log()
    for secret in (PASSWORD, access, session["refreshToken"], "not the password at all"):
        assert secret not in log


def cookies_of_sign_in(port):
    """As a browser keeps them; `Answer` keeps one header of a name."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = json.dumps({"email": EMAIL, "password": PASSWORD})
        connection.request("POST", "/api/v1/auth/login", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        assert answer.status == 200
        assert json.loads(answer.read())["accessToken"] is None
        kept = http.cookies.SimpleCookie()
        for header in answer.msg.get_all("Set-Cookie"):
            kept.load(header)
        return kept
    finally:
        connection.close()


def test_a_browser_is_given_cookies_that_no_other_site_can_use(city):
    add(city)
    with Server(city) as server:
        cookies = cookies_of_sign_in(server.port)
        assert sorted(cookies) == ["urbangrid_access", "urbangrid_refresh"]
        assert all(cookie["httponly"] and cookie["samesite"] == "Strict" for cookie in cookies.values())
        assert cookies["urbangrid_refresh"]["path"] == "/api/v1/auth"
        held = {"Cookie": f"urbangrid_access={cookies['urbangrid_access'].value}", **ANONYMOUS}
        refresh = {"Cookie": f"urbangrid_refresh={cookies['urbangrid_refresh'].value}", **ANONYMOUS}
        assert request(server.port, "GET", "/api/v1/me", headers=held).json()["user"]["email"] == EMAIL
        change = json.dumps({"name": "Eve"})
        typed = {**held, "Content-Type": "application/json"}
        foreign = {"Origin": "https://evil.example"}
        request(server.port, "PUT", "/api/v1/me", change, {**typed, **foreign}).assert_problem(403)
        assert request(server.port, "GET", "/api/v1/me", headers=held).json()["user"]["name"] == "Ada"
        own = {"Origin": f"http://127.0.0.1:{server.port}"}
        assert request(server.port, "PUT", "/api/v1/me", change, {**typed, **own}).status == 200
        request(server.port, "POST", "/api/v1/auth/refresh", headers={**refresh, **foreign}).assert_problem(403)
        assert request(server.port, "POST", "/api/v1/auth/refresh", headers={**refresh, **own}).status == 200


def test_a_link_of_the_command_line_chooses_the_password(city):
    made = user(city, "create", EMAIL, "--tenant", tenant_of(city), "--role", "viewer")
    assert made.returncode == 0, made.stderr
    token = re.search(r"#token=([A-Za-z0-9_-]{43})", made.stdout).group(1)
    with Server(city) as server:
        sign_in(server.port).assert_problem(401)
        weak = post(server.port, "/auth/password/reset", {"token": token, "password": "password1234"})
        assert [error["field"] for error in weak.assert_problem(422)["errors"]] == ["password"]
        assert post(server.port, "/auth/password/reset", {"token": token, "password": OTHER_PASSWORD}).status == 204
        post(server.port, "/auth/password/reset", {"token": token, "password": PASSWORD}).assert_problem(422)
        session = sign_in(server.port, password=OTHER_PASSWORD).json()
        assert session["permissions"] == ["grid.read", "readings.export"]


def test_a_forgotten_password_is_replaced_by_the_mail_in_the_outbox(city):
    add(city)
    with Server(city) as server:
        assert post(server.port, "/auth/password/forgot", {"email": "nobody@example.com"}).status == 202
        assert post(server.port, "/auth/password/forgot", {"email": EMAIL}).status == 202
        outbox = Path(city) / "outbox"
        deadline = time.monotonic() + 60
        while not list(outbox.glob("*.txt")):
            assert time.monotonic() < deadline, server.log()[-2000:]
            time.sleep(0.2)
        [mail] = outbox.glob("*.txt")
        assert stat.S_IMODE(mail.stat().st_mode) == 0o600
        text = mail.read_text()
        assert text.startswith(f"To: {EMAIL}\n")
        token = re.search(r"#token=([A-Za-z0-9_-]{43})", text).group(1)
        assert post(server.port, "/auth/password/reset", {"token": token, "password": OTHER_PASSWORD}).status == 204
        assert sign_in(server.port, password=OTHER_PASSWORD).status == 200
        sign_in(server.port).assert_problem(401)
        assert token not in server.log()


def test_whoever_is_disabled_on_the_command_line_is_out_of_a_running_server(city):
    add(city)
    with Server(city) as server:
        token = sign_in(server.port).json()["accessToken"]
        assert as_person(server.port, token, "/me").status == 200
        assert user(city, "disable", EMAIL).returncode == 0
        assert "disabled" in user(city, "list").stdout
        deadline = time.monotonic() + 60
        while as_person(server.port, token, "/me").status != 401:
            assert time.monotonic() < deadline, "the session goes on"
            time.sleep(0.5)
        assert user(city, "disable", EMAIL, "--undo").returncode == 0
        assert sign_in(server.port).status == 200
        # For good: not while nobody else could run the tenant.
        refused = user(city, "delete", EMAIL)
        assert refused.returncode != 0 and "only Admin" in refused.stderr
        assert user(city, "create", "cleo@example.com", "--tenant", "test", "--role", "admin").returncode == 0
        token = sign_in(server.port).json()["accessToken"]
        assert user(city, "delete", EMAIL).returncode == 0
        assert EMAIL not in user(city, "list").stdout
        deadline = time.monotonic() + 60
        while as_person(server.port, token, "/me").status != 401:
            assert time.monotonic() < deadline, "the session goes on"
            time.sleep(0.5)
        sign_in(server.port).assert_problem(401)
        assert execute(city, "SELECT COUNT(*) FROM sessions WHERE user_id = ?", 1)[0][0] == 0
        # The address is free again, and belongs to nothing.
        assert user(city, "create", EMAIL).returncode == 0
        assert user(city, "list").stdout.splitlines()[-1].startswith(EMAIL + "\t")


def test_the_key_lies_beside_the_database_for_its_owner_alone(city):
    add(city)
    unset = environment(city, URBANGRID_SECRET_KEY="")

    def refused(*arguments):
        ended = subprocess.run([BINARY, *arguments], env=unset, capture_output=True, text=True, timeout=60)
        assert ended.returncode != 0, ended.stdout
        return ended.stderr

    key = Path(city) / "secret.key"
    with Server(city, URBANGRID_SECRET_KEY="") as server:
        assert sign_in(server.port).status == 200
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.chmod(0o644)
    assert "chmod 600" in refused("user", "list")
    # A new key is made, which cannot open what the old one sealed: that is said, and nothing is served.
    key.unlink()
    told = refused("serve")
    assert "another key" in told and "SELECT" not in told


@pytest.mark.parametrize("city", ["postgres"], indirect=True)
def test_on_postgresql_the_key_must_be_given(city):
    refused = subprocess.run(
        [BINARY, "user", "list"], env=environment(city, URBANGRID_SECRET_KEY=""), capture_output=True, text=True, timeout=60
    )
    assert refused.returncode != 0 and "URBANGRID_SECRET_KEY" in refused.stderr


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["create", "nowhere"], "e-mail"),
        (["create", EMAIL, "--tenant", "no-such-town"], "no-such-town"),
        (["reset-password", "nobody@example.com"], "nobody@example.com"),
        (["disable", "nobody@example.com"], "nobody@example.com"),
    ],
)
def test_what_cannot_be_done_is_said(city, arguments, said):
    refused = user(city, *arguments)
    assert refused.returncode != 0 and said in refused.stderr
    assert EMAIL not in user(city, "list").stdout


def test_a_flood_of_sign_ins_takes_no_more_memory_than_two(city):
    add(city)
    with Server(city) as server:
        assert sign_in(server.port).status == 200
        before = server.memory()
        most = before
        with concurrent.futures.ThreadPoolExecutor(60) as pool:
            answers = [
                pool.submit(sign_in, server.port, f"person{number}@example.com", "some password or other")
                for number in range(120)
            ]
            while not all(answer.done() for answer in answers):
                most = max(most, server.memory())
                time.sleep(0.05)
        statuses = {answer.result().status for answer in answers}
        assert statuses <= {401, 429, 503}, statuses
        # Two hashes of 128 MiB at a time, and what the allocator keeps of them.
        assert most - before < 3 * 128 * MEGABYTE, (before, most)
        assert as_person(server.port, "x", "/me").status == 401
        assert server.is_running()


@on_both_engines
def test_sign_ins_and_refusals_stand_in_the_tenants_own_log(city):
    add(city)
    add(city, "viewer@example.com", "viewer")
    with Server(city) as server:
        sign_in(server.port, "viewer@example.com", OTHER_PASSWORD).assert_problem(401)
        viewer = sign_in(server.port, "viewer@example.com").json()
        for _ in range(3):
            as_person(server.port, viewer["accessToken"], "/api-keys").assert_problem(403)
        assert post(server.port, "/auth/logout", {"refreshToken": viewer["refreshToken"]}).status == 204
        token = sign_in(server.port).json()["accessToken"]

        def told(prefix):
            entries = as_person(server.port, token, f"/audit?limit=100&action={prefix}").json()["entries"]
            return [(entry["action"], entry["outcome"], entry["actor"]["name"]) for entry in reversed(entries)]

        assert told("session.") == [
            ("session.begin", "refused", ""), ("session.begin", "done", "viewer@example.com"),
            ("session.end", "done", "viewer@example.com"), ("session.begin", "done", EMAIL),
        ]
        deadline = time.monotonic() + 30
        while not (refused := told("access.")):
            assert time.monotonic() < deadline, server.log()[-2000:]
            time.sleep(0.2)
        assert refused == [("access.refuse", "refused", "viewer@example.com")]
        assert as_person(server.port, token, "/audit/verification").json()["isIntact"]


@on_both_engines
def test_an_admin_has_their_tenant_deleted_and_takes_it_back(city):
    add(city)
    with Server(city) as server:
        session = sign_in(server.port).json()
        bearer = {"Authorization": f"Bearer {session['accessToken']}"}
        code = run(city, "tenant", "list").stdout.split("\t")[0]
        post(server.port, "/tenant/deletion", {"code": code, "password": OTHER_PASSWORD}, bearer).assert_problem(422)
        asked = post(server.port, "/tenant/deletion", {"code": code, "password": PASSWORD}, bearer)
        assert asked.status == 202 and asked.json()["state"] == "deleting"
        as_person(server.port, session["accessToken"], "/zones").assert_problem(403)
        [tenant] = as_person(server.port, session["accessToken"], "/me").json()["tenants"]
        assert not tenant["isActive"] and tenant["deleteAfter"] == asked.json()["deleteAfter"]
        back = as_person(server.port, session["accessToken"], f"/me/tenants/{tenant['id']}/deletion", "DELETE")
        assert back.status == 204
        deadline = time.monotonic() + 30
        while as_person(server.port, session["accessToken"], "/zones").status != 200:
            assert time.monotonic() < deadline, server.log()[-2000:]
            time.sleep(0.2)
