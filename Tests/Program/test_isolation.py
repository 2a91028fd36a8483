"""Nobody gets, learns or changes anything that is not theirs: every operation, for everybody who may not.

What each operation asks for comes from the API's own description (`x-requires`), which RequirementDescriptionTests
holds against the routes. So an operation that is added tomorrow is tried here without anybody thinking of it.
"""

import collections
import concurrent.futures
import shutil
import time

import pytest

from client import Answer, Raw
from forged import Forger
from isolation import FIRST_ID, MARKS, TwoTenants, bearer, call
from operations import ANYONE, OWNER, PERSON, SIGNED_IN, Crossing, operations, uri

#: What whoever may use an operation can be told of something that is not there for them.
NOT_THERE = {400, 404, 409, 422}
#: These end the session or the tenant of who asks, and are tried with a wrong credential alone.
ENDING = {"POST /api/v1/auth/logout", "POST /api/v1/auth/refresh", "POST /api/v1/me/sessions/end-others"}


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def two(request, tmp_path_factory):
    home = tmp_path_factory.mktemp("isolation") / "city"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("prepared_city"), home)
    else:
        prepared = request.getfixturevalue("prepared_postgres_city")
        request.getfixturevalue("postgres").copy_city(prepared, home)
    two = TwoTenants(home)
    yield two
    two.close()


@pytest.fixture(scope="module")
def described(two):
    return operations(call(two.port, "GET", "/api/v1/openapi.json").json())


@pytest.fixture(scope="module")
def crossing(two, described):
    cursors = {}
    for operation in described:
        if "cursor" in operation.query and operation.method == "GET" and operation.requires != OWNER:
            needed = {"area": f"zone:{FIRST_ID}"} if operation.query.get("area") else {}
            path = operation.path.replace("{id}", str(FIRST_ID))
            answer = call(two.port, "GET", uri(path, {**needed, "limit": 1}), None, bearer(two.boss["accessToken"]))
            if answer.status == 200 and answer.json().get("nextCursor"):
                cursors[operation.path] = answer.json()["nextCursor"]
    assert len(cursors) >= 4, f"the victim's lists have too few pages for cursors: {sorted(cursors)}"
    return Crossing(two.ids, two.tenant, cursors)


class Matrix:
    """Sends requests, and keeps what was wrong with the answers."""

    def __init__(self, two, crossing):
        self.two, self.crossing = two, crossing
        self.faults, self.statuses, self.count = [], collections.Counter(), 0

    def send(self, operation, who, headers, expected, is_thorough=False):
        for way, (path, query, body, more) in self.crossing.requests(operation, is_thorough):
            answer = self.answer(operation, uri(path, query), body, {**headers, **more})
            self.count += 1
            self.statuses[answer.status] += 1
            shown = (answer.body.decode(errors="replace") + repr(answer.headers)).lower()
            named = f"{operation} by {who}, {way}: {answer.status}"
            if any(mark in shown for mark in MARKS):
                self.faults.append(f"LEAK {named} {answer.body[:300]!r}")
            # A server under load may not be ready, and says so.
            is_failure = answer.status >= 500 and operation.path != "/ready"
            if is_failure or not expected(answer.status):
                self.faults.append(f"{named} {answer.body[:200]!r}")

    def answer(self, operation, path, body, headers):
        kind = {"Content-Type": operation.type} if operation.type and not isinstance(body, dict) else {}
        if operation.path.startswith("/api/v1/live/"):
            return first_event(self.two.port, path, headers)
        return call(self.two.port, operation.method, path, body, {**kind, **headers})

    def check(self, title):
        print(f"\n{title}: {self.count} combinations, answers {dict(sorted(self.statuses.items()))}")
        assert not self.faults, f"{len(self.faults)} of {self.count}:\n" + "\n".join(self.faults[:40])


def first_event(port, path, headers):
    """A stream's head and its first event; the stream itself would not end."""
    with Raw(port, anonymous=True) as connection:
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
        connection.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{lines}\r\n")
        head = connection.read_until(b"\r\n\r\n")
        status = int(head.split(b" ")[1])
        if status != 200:
            connection.buffer = head + connection.buffer
            return connection.answer()
        return Answer(status, [], head + connection.read_until(b"event: snapshot") + connection.read_until(b"\n\n"))


@pytest.fixture(scope="module")
def before(two, crossing):
    return two.rows()


def test_the_victim_itself_sees_its_mark_all_over(two, described, crossing):
    """Without this, no leak below would be one."""
    seen = set()
    for operation in described:
        if operation.method == "GET" and operation.requires not in (ANYONE, OWNER) and "live" not in operation.path:
            path, query, _, _ = next(iter(crossing.requests(operation, False)))[1]
            answer = call(two.port, "GET", uri(path, query), None, bearer(two.boss["accessToken"]))
            if any(mark in answer.body.decode(errors="replace").lower() for mark in MARKS):
                seen.add(str(operation))
    print(f"\nthe victim sees its mark in {len(seen)} operations")
    assert len(seen) >= 25, sorted(seen)


def test_whoever_has_no_valid_credential_gets_nothing(two, described, crossing, before):
    forger = Forger(two.home, two.people["admin"]["accessToken"])
    assert call(two.port, "GET", "/api/v1/zones", None, bearer(forger.signed())).status == 200, "the forger cannot forge"
    keys = {name: two.keys[name]["token"] for name in ("revoked", "expired", "elsewhere")}
    own = two.keys["reads"]["token"]
    credentials = {
        "nobody": {}, "garbage": bearer("x"), "an empty token": bearer(""), "a digest": {"Authorization": "Digest a=b"},
        "a wrong password": {"Authorization": "Basic YWRtaW46YWRtaW4="},
        "a cookie of garbage": {"Cookie": "urbangrid_access=x"},
        "a refresh token": bearer(two.people["admin"]["refreshToken"]),
        "the victim's number in an own key": bearer(f"ugk_{two.tenant}_{two.ids['api-keys']}_{own.split('_', 3)[3]}"),
        "another number in an own key": bearer(f"ugk_1_{two.keys['sends']['apiKey']['id']}_{own.split('_', 3)[3]}"),
        **{f"{name} key": bearer(token) for name, token in keys.items()},
        **{f"token: {name}": bearer(token) for name, token in forger.wrong().items()},
    }
    matrix = Matrix(two, crossing)
    for operation in described:
        if operation.requires == ANYONE:
            continue
        for who, headers in credentials.items():
            matrix.send(operation, who, headers, lambda status: status == 401)
    matrix.check("without a valid credential")
    assert two.rows() == before


def test_keys_and_roles_reach_what_they_are_for_and_nothing_of_the_victims(two, described, crossing, before):
    roles = {
        role["code"]: set(role["permissions"])
        for role in call(two.port, "GET", "/api/v1/roles", None, bearer(two.people["admin"]["accessToken"])).json()["roles"]
    }
    assert {"admin", "operator", "viewer"} <= set(roles) and "victim-role" not in roles
    forger = Forger(two.home, two.people["admin"]["accessToken"])
    # Name: headers, permissions, whether a person, whether the installation's owner.
    callers = {
        "a key that reads": (bearer(two.keys["reads"]["token"]), {"grid.read"}, False, False),
        "a key that sends": (bearer(two.keys["sends"]["token"]), {"readings.write"}, False, False),
        "a member with the victim's number in a good token": (
            bearer(forger.signed(claims={"tid": two.tenant})), set(), True, False),
        "a member without a tenant in a good token": (bearer(forger.signed(claims={"tid": None})), set(), True, False),
        "the installation's owner": (bearer(two.people["owner"]["accessToken"]), set(), True, True),
        **{
            f"{role} of another tenant": (bearer(two.people[role]["accessToken"]), roles[role], True, False)
            for role in ("viewer", "operator", "admin")
        },
    }
    matrix = Matrix(two, crossing)
    for operation in described:
        for who, (headers, permissions, is_person, is_owner) in callers.items():
            if operation.requires == ANYONE or (is_owner and operation.requires == OWNER and operation.method != "GET"):
                continue
            if str(operation) in ENDING:
                continue
            may = {SIGNED_IN: True, PERSON: is_person, OWNER: is_owner}.get(
                operation.requires, operation.requires in permissions)
            if not may:
                matrix.send(operation, who, headers, lambda status: status == 403)
            elif operation.has_id:
                matrix.send(operation, who, headers, lambda status: status in NOT_THERE, is_thorough=True)
            elif operation.requires == OWNER:
                continue
            else:
                matrix.send(operation, who, headers, lambda status: status != 401, is_thorough=True)
    matrix.check("with a valid credential")
    assert two.rows() == before


def test_answers_that_are_shared_among_requests_are_shared_within_a_tenant(two, before):
    """Both ask for the same at the same time, again and again: whatever is computed once is computed for one tenant."""
    paths = [f"/api/v1/{path}" for path in ("zones", "city", "network", "series", "anomalies")] * 12
    askers = {who: bearer(token) for who, token in (
        ("victim", two.boss["accessToken"]), ("other", two.people["admin"]["accessToken"]))}
    asked = [(who, path) for path in paths for who in askers]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda each: call(two.port, "GET", each[1], None, askers[each[0]]), asked))
    for (who, path), answer in zip(asked, answers):
        assert answer.status == 200
        assert any(mark in answer.body.decode().lower() for mark in MARKS) == (who == "victim"), (who, path)


def test_what_is_for_anyone_tells_nothing_of_the_victim(two, described, crossing, before):
    matrix = Matrix(two, crossing)
    for operation in described:
        if operation.requires == ANYONE:
            for who, headers in {"nobody": {}, "a stranger": bearer("x"), "a key": bearer(two.keys["reads"]["token"])}.items():
                matrix.send(operation, who, headers, lambda _: True, is_thorough=who == "a key")
    matrix.check("for anyone")
    assert two.rows() == before


def test_a_tenant_that_is_suspended_is_closed_to_its_own(two, before):
    """Last: afterwards the victim is not what it was."""
    owner = bearer(two.people["owner"]["accessToken"])
    suspended = call(two.port, "PUT", f"/api/v1/platform/tenants/{two.tenant}", {"state": "suspended"}, owner)
    assert suspended.status == 200, suspended.body
    answer = call(two.port, "GET", "/api/v1/zones", None, bearer(two.boss["accessToken"]))
    assert answer.status in (401, 403), answer.body
    assert not any(mark in answer.body.decode().lower() for mark in MARKS)
    # Resumed before its services had ended, it is served again, and meanwhile told as a matter of time.
    for state in ["active", "suspended", "active"]:
        assert call(two.port, "PUT", f"/api/v1/platform/tenants/{two.tenant}", {"state": state}, owner).status == 200
    until = time.monotonic() + 60
    while (answer := call(two.port, "GET", "/api/v1/zones", None, bearer(two.boss["accessToken"]))).status == 503:
        assert time.monotonic() < until, "the tenant that was resumed is not served"
        assert answer.headers["retry-after"] == "1"
        time.sleep(0.1)
    assert answer.status == 200, answer.body
