"""What somebody tries who wants to be somebody else: every door of sessions, tokens and keys, with input no honest client sends."""

import base64
import shutil
import statistics
import threading
import time
from pathlib import Path

import pytest

from client import Raw, get
from database import execute
from forged import Forger
from isolation import PASSWORD, UNLIMITED, add_people, bearer, call, sign_in
from program import Server, run

MEGABYTE = 1 << 20
BODIES_OF_ANYONE = [
    "auth/login", "auth/login/second-factor", "auth/register", "auth/verify-email", "auth/verify-email/resend",
    "auth/password/forgot", "auth/password/reset", "auth/refresh", "auth/logout",
]


@pytest.fixture(scope="module")
def server(prepared_city, tmp_path_factory):
    """A server behind a proxy on this machine, so that a test can come from whatever address it says."""
    home = tmp_path_factory.mktemp("hostile") / "city"
    shutil.copytree(prepared_city, home)
    add_people(home, {f"{name}@test.example": (1, "admin", False) for name in ("ada", "ben", "cleo", "dora")})
    with Server(home, URBANGRID_TRUSTED_PROXIES="127.0.0.1/32", **UNLIMITED) as server:
        yield server
        assert server.is_running(), f"the server died:\n{server.log()[-4000:]}"
        assert server.stop() == 0


@pytest.fixture(scope="module")
def ada(server):
    return sign_in(server.port, "ada@test.example")


@pytest.fixture(autouse=True)
def alive_afterwards(server):
    yield
    assert server.is_running(), server.log()[-4000:]
    assert get(server.port, "/health").json() == {"status": "alive"}


def attempt(server, email, password, address):
    return call(
        server.port, "POST", "/api/v1/auth/login", {"email": email, "password": password},
        {"X-Forwarded-For": address, "X-Token-Delivery": "body"})


# Bodies and heads


@pytest.mark.parametrize("path", BODIES_OF_ANYONE)
def test_a_gigabyte_to_a_door_for_anyone_is_refused_before_it_is_read(server, path):
    before = server.memory()
    with Raw(server.port, anonymous=True) as connection:
        connection.send(
            f"POST /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            f"Content-Length: {1 << 30}\r\n\r\n")
        connection.answer().assert_problem(413)
        assert connection.is_closed_within(15)
    assert server.memory() - before < 32 * MEGABYTE


@pytest.mark.parametrize("path", ["auth/login", "auth/register", "auth/logout"])
def test_a_body_without_end_is_cut_off(server, path):
    before, peak, sent = server.memory(), 0, 0
    piece = b"100000\r\n" + b" " * MEGABYTE + b"\r\n"
    with Raw(server.port, anonymous=True) as connection:
        connection.send(
            f"POST /api/v1/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(256):
                connection.send(piece)
                sent += 1
                peak = max(peak, server.memory())
        except OSError:
            pass
    assert sent < 256, "the server took a quarter of a gigabyte from nobody"
    assert peak - before < 64 * MEGABYTE


BROKEN = {
    "empty": b"", "cut": b'{"email":"a', "a list": b"[]", "a word": b"null", "deep": b"[" * 8000,
    "deep in a member": b'{"email":' + b'{"a":' * 1500, "not UTF-8": b'{"email":"\xff\xfe","password":"x"}',
    "overlong UTF-8": b'{"email":"\xc0\xaf","password":"x"}', "NaN": b'{"email":NaN,"password":NaN}',
    "Infinity": b'{"email":Infinity,"password":-Infinity}', "1e999": b'{"email":1e999,"password":1e999}',
    "a huge number": b'{"email":' + b"9" * 5000 + b',"password":0}',
    "a lone surrogate": b'{"email":"\\ud800@a.example","password":"\\udfff"}', "NUL bytes": b"\x00" * 1000,
    "a form": b"email=a%40b.example&password=x",
    "members of another shape": b'{"email":{"$ne":null},"password":{"$gt":""},"token":[],"code":{},"challenge":1,"refreshToken":1}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_body_is_refused_at_every_door_for_anyone(server, body):
    for path in BODIES_OF_ANYONE:
        if path in ("auth/refresh", "auth/logout") and body == b"":
            continue  # Their token may be in the cookie instead.
        answer = call(server.port, "POST", f"/api/v1/{path}", body.decode("latin-1").encode("latin-1"),
                      {"Content-Type": "application/json", "X-Forwarded-For": "198.51.100.1"})
        answer.assert_problem(400, 401, 403, 422)


@pytest.mark.parametrize("header", ["Authorization: Bearer ", "Cookie: urbangrid_access=", "X-Forwarded-For: ", "Authorization: Basic "])
def test_100_kilobytes_in_a_header_that_says_who_one_is_are_refused(server, header):
    for value in ("a" * 100_000, "a; " * 33_000):
        with Raw(server.port, anonymous=True) as connection:
            connection.send(f"GET /api/v1/zones HTTP/1.1\r\nHost: localhost\r\n{header}{value}\r\n\r\n")
            connection.answer().assert_problem(400, 431)


def test_a_password_of_any_length_and_kind_costs_no_more_than_one(server):
    for password in ("x" * 60_000, "\u0000" * 100, "😀" * 5000, "a\u0301" * 20_000):
        answer = attempt(server, "ada@test.example", password, "198.51.100.2")
        answer.assert_problem(401, 413, 422)


def test_sign_ins_that_are_never_finished_keep_nobody_out(server):
    half = "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n{"
    held = [Raw(server.port, anonymous=True).send(half) for _ in range(60)]
    try:
        assert attempt(server, "ada@test.example", PASSWORD, "198.51.100.3").status == 200
    finally:
        for connection in held:
            connection.close()


# Paths, and who one says one is


@pytest.mark.parametrize("path", [
    "//api/v1/zones", "/api//v1/zones", "/api/v1//zones", "/api/v1/zones/", "/api/v1/./zones", "/api/v1/auth/../zones",
    "/api/v1/auth/settings/../../zones", "/api/v1/%7aones", "/api/v1/zones%2f", "/api/v1/zones%00", "/api/v1/zones;a=b",
    "/API/V1/ZONES", "/api/v1/zones%20", "/api/v1/auth/..%2fzones", "/api/v1/openapi.json/../zones", "/health/../api/v1/zones",
    "/api/v1/zones?auth/settings", "/api/v1/zones#auth/settings", "http://localhost/api/v1/zones",
])
def test_no_spelling_of_a_path_is_let_through_without_a_credential(server, path):
    with Raw(server.port, anonymous=True) as connection:
        connection.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = connection.answer()
    assert b'"population"' not in answer.body and b'"zones"' not in answer.body
    if answer.status == 200:
        assert b"<title>UrbanGrid</title>" in answer.body, "only the app's page is for anyone"
    else:
        answer.assert_problem(400, 401, 404)


@pytest.mark.parametrize("header", [
    "X-Original-URL: /api/v1/auth/settings", "X-Rewrite-URL: /health", "X-HTTP-Method-Override: OPTIONS", "X-User-Id: 1",
    "X-Forwarded-User: ada@test.example", "X-Tenant-Id: 1", "X-Real-IP: 127.0.0.1", "Forwarded: for=127.0.0.1",
])
def test_no_header_makes_somebody_of_nobody(server, header):
    name, value = header.split(": ")
    call(server.port, "GET", "/api/v1/zones", None, {name: value}).assert_problem(401)


def test_links_in_mail_never_lead_where_a_request_says(server):
    for headers in ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"Origin": "https://evil.example"}):
        answer = call(server.port, "POST", "/api/v1/auth/password/forgot", {"email": "dora@test.example"},
                      {"X-Forwarded-For": "198.51.100.4", **headers})
        assert answer.status in (202, 403, 421), answer.body
    mails = execute(server.home, "SELECT body FROM outbox WHERE recipient = 'dora@test.example'")
    assert mails and not any("evil.example" in mail[0] for mail in mails)


def test_cookies_change_nothing_for_another_sites_page(server, ada):
    cookie = {"Cookie": f"urbangrid_access={ada['accessToken']}"}
    assert call(server.port, "PUT", "/api/v1/me", {"name": "Ada"}, cookie).status == 200
    for origin in ("https://evil.example", "null", f"http://localhost:{server.port + 1}", "http://127.0.0.1"):
        call(server.port, "PUT", "/api/v1/me", {"name": "Eve"}, {**cookie, "Origin": origin}).assert_problem(403)
    for site in ("cross-site", "same-site"):
        call(server.port, "PUT", "/api/v1/me", {"name": "Eve"}, {**cookie, "Sec-Fetch-Site": site}).assert_problem(403)
    # Nor does one sign a visitor in as somebody else.
    login = {"email": "ada@test.example", "password": PASSWORD}
    call(server.port, "POST", "/api/v1/auth/login", login, {"Origin": "https://evil.example"}).assert_problem(403)
    assert call(server.port, "GET", "/api/v1/me", None, cookie).json()["user"]["name"] == "Ada"


# Tokens and keys


def test_forged_tokens_are_refused_however_they_are_shown(server, ada):
    forger = Forger(server.home, ada["accessToken"])
    for token, expected in [(forger.signed(), 200), *((token, 401) for token in forger.wrong().values())]:
        basic = base64.b64encode(f"ada:{token}".encode()).decode()
        for headers in (
            bearer(token), {"Authorization": f"Token {token}"}, {"Authorization": f"Basic {basic}"},
            {"Cookie": f"urbangrid_access={token}"},
        ):
            assert call(server.port, "GET", "/api/v1/me", None, headers).status == expected, token
        # The name that a cookie has over HTTPS is read there alone.
        assert call(server.port, "GET", "/api/v1/me", None, {"Cookie": f"__Host-urbangrid_access={token}"}).status == 401
    assert execute(server.home, "SELECT COUNT(*) FROM signing_keys")[0][0] == 1


def test_a_good_cookie_does_not_mend_a_bad_header(server, ada):
    answer = call(server.port, "GET", "/api/v1/me", None, {
        "Authorization": "Bearer x", "Cookie": f"urbangrid_access={ada['accessToken']}"})
    answer.assert_problem(401)


def test_keys_are_read_byte_by_byte(server):
    key = (server.home / "api-key").read_text()
    _, tenant, number, secret = key.split("_", 3)
    assert call(server.port, "GET", "/api/v1/zones", None, bearer(key)).status == 200
    wrong = [
        f"ugk_{tenant}_{number}_", f"ugk_{tenant}_{number}_{secret[:-1]}", f"ugk_{tenant}_{number}_{secret}A",
        f"ugk_0{tenant}_{number}_{secret}", f"ugk_+{tenant}_{number}_{secret}", f"ugk_{tenant}_-{number}_{secret}",
        f"ugk_0_{number}_{secret}", f"ugk_2_{number}_{secret}", f"ugk_{10**30}_{number}_{secret}",
        f"ugk_{tenant}_{2**63}_{secret}", f"UGK_{tenant}_{number}_{secret}", f"ugk_{tenant}_{number}_{secret.swapcase()}",
        f"ugk_{tenant}__{number}_{secret}", f"ugk_{tenant}_{number}_{secret}=", f"ugk_{tenant}_{number}_' OR '1'='1",
        "ugk_" + "1" * 4000, "ugk____", f"ugk_{tenant}_{number}_{secret[:-1]}%",
    ]
    for token in wrong:
        call(server.port, "GET", "/api/v1/zones", None, bearer(token)).assert_problem(401)


def test_an_address_that_a_client_claims_opens_no_list_of_addresses(prepared_city, tmp_path):
    home = tmp_path / "city"
    shutil.copytree(prepared_city, home)
    made = run(home, "api-key", "create", "--tenant", "test", "--name", "elsewhere", "--scope", "grid.read", "--from", "192.0.2.0/24")
    assert made.returncode == 0, made.stderr
    key = made.stdout.split()[-1]
    with Server(home) as direct:
        for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP"):
            value = "for=192.0.2.1" if name == "Forwarded" else "192.0.2.1"
            call(direct.port, "GET", "/api/v1/zones", None, {**bearer(key), name: value}).assert_problem(401, 403)
        assert direct.stop() == 0
    with Server(home, URBANGRID_TRUSTED_PROXIES="127.0.0.1/32") as proxied:
        headers = {**bearer(key), "X-Forwarded-For": "192.0.2.1"}
        assert call(proxied.port, "GET", "/api/v1/zones", None, headers).status == 200
        headers["X-Forwarded-For"] = "192.0.2.1, 198.51.100.9"
        call(proxied.port, "GET", "/api/v1/zones", None, headers).assert_problem(401, 403)
        assert proxied.stop() == 0


def test_a_session_that_was_ended_is_over_with_all_its_tokens(server):
    session = sign_in(server.port, "cleo@test.example")
    token = bearer(session["accessToken"])
    assert call(server.port, "GET", "/api/v1/me", None, token).status == 200
    assert call(server.port, "POST", "/api/v1/auth/logout", {"refreshToken": session["refreshToken"]}, token).status == 204
    call(server.port, "GET", "/api/v1/me", None, token).assert_problem(401)
    call(server.port, "GET", "/api/v1/me", None, {"Cookie": f"urbangrid_access={session['accessToken']}"}).assert_problem(401)
    call(server.port, "POST", "/api/v1/auth/refresh", {"refreshToken": session["refreshToken"]}).assert_problem(401)


def test_a_refresh_token_that_comes_twice_ends_the_session(server):
    first = sign_in(server.port, "cleo@test.example")
    renew = lambda token: call(  # noqa: E731
        server.port, "POST", "/api/v1/auth/refresh", {"refreshToken": token}, {"X-Token-Delivery": "body"})
    second = renew(first["refreshToken"]).json()
    assert call(server.port, "GET", "/api/v1/me", None, bearer(second["accessToken"])).status == 200
    # Moments after, it is a second tab's and given nothing; later it is a thief's.
    renew(first["refreshToken"]).assert_problem(409)
    assert execute(server.home, "UPDATE used_refresh_tokens SET used_at = used_at - 60") == []
    renew(first["refreshToken"]).assert_problem(401)
    call(server.port, "GET", "/api/v1/me", None, bearer(second["accessToken"])).assert_problem(401)
    renew(second["refreshToken"]).assert_problem(401)
    actions = execute(server.home, "SELECT action FROM audit_entries WHERE outcome = 'refused'")
    assert ("session.reuse",) in actions


def test_of_many_renewals_at_once_one_is_given_tokens(server):
    session = sign_in(server.port, "ben@test.example")
    answers = []

    def renew():
        answers.append(call(
            server.port, "POST", "/api/v1/auth/refresh", {"refreshToken": session["refreshToken"]},
            {"X-Token-Delivery": "body"}))

    threads = [threading.Thread(target=renew) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [200] + [409] * 7


# Guessing


def test_guessing_from_one_address_keeps_nobody_out_elsewhere(server):
    guesser, owner = "203.0.113.7", "203.0.113.200"
    answers = []
    # The waits double with each failure: however slow a check of a password is here, some attempt comes too soon.
    while 429 not in answers and len(answers) < 14:
        answers.append(attempt(server, "ben@test.example", f"wrong {len(answers)}", guesser).status)
    assert answers[:5] == [401] * 5 and answers[-1] == 429, answers
    late = attempt(server, "ben@test.example", PASSWORD, guesser)
    late.assert_problem(429)
    assert int(late.headers["retry-after"]) >= 1
    assert attempt(server, "ben@test.example", PASSWORD, owner).status == 200, "the owner is kept out by somebody else"
    assert attempt(server, "cleo@test.example", PASSWORD, guesser).status == 200, "a colleague behind the same address"


def test_accounts_that_are_none_are_told_from_others_by_nothing(server):
    """The same words, the same waits and the same work; how long each took is printed, not judged."""
    seconds, work, shown = {}, {}, {}
    for kind, email in (("known", "dora@test.example"), ("unknown", "nobody@test.example"), ("no address", "nobody")):
        times, before = [], ticks(server)
        answers = []
        for number in range(5):
            begun = time.perf_counter()
            answers.append(attempt(server, email, f"wrong {number}", "203.0.113.9"))
            times.append(time.perf_counter() - begun)
        seconds[kind], work[kind] = statistics.median(times), ticks(server) - before
        # From the sixth on they wait, twice as long each time: a slow machine may be behind the first waits.
        waits = (attempt(server, email, "wrong", "203.0.113.9") for _ in range(8))
        answers.append(next(waits))
        answers.append(next(answer for answer in waits if answer.status != 401))
        shown[kind] = [(answer.status, plain(answer)) for answer in answers]
    print("\nmedian of a refused sign-in:", {kind: f"{value * 1000:.0f} ms" for kind, value in seconds.items()},
          "work in ticks:", work)
    assert [status for status, _ in shown["known"]] == [401] * 6 + [429]
    assert shown["known"] == shown["unknown"] == shown["no address"]
    for kind in ("unknown", "no address"):
        assert work["known"] / 3 < work[kind] < work["known"] * 3, work


def plain(answer):
    """A problem without what differs between any two requests."""
    problem = answer.json()
    problem.pop("requestId")
    return problem | {"detail": problem["detail"].split(";")[0]}


def ticks(server):
    """Processor time of the server so far."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_forgotten_passwords_and_registrations_tell_of_no_account(server):
    for path, more in (("auth/password/forgot", {}), ("auth/verify-email/resend", {}),
                       ("auth/register", {"name": "Eve", "password": "seven violet tractors hum"})):
        told = [
            call(server.port, "POST", f"/api/v1/{path}", {"email": email, **more}, {"X-Forwarded-For": "203.0.113.30"})
            for email in ("ada@test.example", "nobody2@test.example")
        ]
        known, unknown = ((answer.status, answer.body and answer.body.decode().split('"requestId"')[0]) for answer in told)
        assert known == unknown


def test_a_live_stream_ends_with_the_session_that_opened_it(server):
    session = sign_in(server.port, "cleo@test.example")
    token = bearer(session["accessToken"])
    with Raw(server.port, anonymous=True, timeout=90) as stream:
        stream.send(f"GET /api/v1/live/zones HTTP/1.1\r\nHost: localhost\r\nAuthorization: {token['Authorization']}\r\n\r\n")
        stream.read_until(b"event: snapshot")
        assert call(server.port, "POST", "/api/v1/auth/logout", {"refreshToken": session["refreshToken"]}, token).status == 204
        stream.read_until(b"\r\n0\r\n\r\n")
