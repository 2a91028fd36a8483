"""What holds for all of the API: keys that make a request once, tags that keep changes from being lost, sparse fields, bulk."""

import concurrent.futures
import json
import threading
import time
import uuid

from client import request
from database import execute
from engines import on_both_engines
from program import Server, run
from test_api_keys import admin


def send(port, method, path, body=None, headers=None, **more):
    kind = {"Content-Type": "application/json"} if body is not None else {}
    return request(
        port, method, "/api/v1" + path, None if body is None else json.dumps(body), {**kind, **(headers or {})}, **more)


def series(name, meter=1, **more):
    return {"externalName": name, "assetKind": "load_point", "assetCode": f"L{meter}",
            "quantity": "activeEnergyExport", "intervalSeconds": 900, **more}


def named(home, pattern):
    return execute(home, "SELECT COUNT(*) FROM series WHERE external_name LIKE ?", pattern)[0][0]


@on_both_engines
def test_conventions_hold_on_both_engines(city):
    with Server(city) as server:
        once(city, server.port)
        once_among_many(city, server.port)
        secrets_stay_secret(city, server.port)
        changes_are_not_lost(city, server.port)
        known_answers_are_not_sent_again(server.port)
        members_are_chosen(server.port)
        many_at_once(city, server.port)
        assert server.stop() == 0


def once(home, port):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = send(port, "POST", "/series", series("once-1"), key)
    assert first.status == 201 and "idempotency-replayed" not in first.headers
    again = send(port, "POST", "/series", series("once-1"), key)
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["idempotency-replayed"] == "true" and again.headers["location"] == first.headers["location"]
    # Without the key it is a request of its own.
    send(port, "POST", "/series", series("once-1")).assert_problem(409)
    told = send(port, "POST", "/series", series("once-2"), key).assert_problem(422)
    assert told["errors"][0]["field"] == "Idempotency-Key"
    # Who sends it is a part of the key: another principal's is another.
    other = run(home, "api-key", "create", "--tenant", "test", "--name", "other", "--scope", "series.write").stdout.split()[-1]
    theirs = send(port, "POST", "/series", series("once-1"), {**key, "Authorization": f"Bearer {other}"})
    theirs.assert_problem(409)
    assert named(home, "once-%") == 1


def once_among_many(home, port):
    """The same request from many threads at the same time has one effect, whatever each is told."""
    key = {"Idempotency-Key": str(uuid.uuid4())}
    barrier = threading.Barrier(8)

    def ask(_):
        barrier.wait()
        return send(port, "POST", "/series", series("racing"), key)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    made = [answer for answer in answers if answer.status == 201]
    waiting = [answer for answer in answers if answer.status == 409]
    assert len(made) + len(waiting) == 8 and made, [answer.status for answer in answers]
    assert len({answer.body for answer in made}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in made) == 1
    for answer in waiting:
        answer.assert_problem(409)
        assert int(answer.headers["retry-after"]) >= 1
    assert named(home, "racing") == 1


def secrets_stay_secret(home, port):
    ada = admin(home, port)
    key = str(uuid.uuid4())

    def make():
        return ada("POST", "/api-keys", {"name": "sealed", "scopes": ["grid.read"]}, **{"Idempotency-Key": key})

    first, again = make(), make()
    assert first.status == again.status == 201 and first.json()["token"] == again.json()["token"]
    stored = execute(home, "SELECT * FROM idempotency_keys")
    assert len(stored) >= 3
    secret = first.json()["token"].split("_", 3)[3]
    assert secret not in repr(stored) and secret.encode().hex() not in repr(stored)
    revoked = ada("POST", "/api-keys/revoke", {"ids": [first.json()["apiKey"]["id"], 999_999]})
    assert [item["status"] for item in revoked.json()["items"]] == [200, 404], revoked.body
    send(port, "GET", "/zones", headers={"Authorization": f"Bearer {first.json()['token']}"}).assert_problem(401)
    lost_updates_of_people(ada)
    a_change_of_settings_closes_nobody_out(ada)


def lost_updates_of_people(ada):
    assert ada("POST", "/roles", {"code": "planner", "name": "Planner", "permissions": ["grid.read"]}).status == 201
    read = ada("GET", "/roles/planner")
    changed = {"name": "Planner 2", "permissions": ["grid.read"]}
    assert ada("PUT", "/roles/planner", changed, **{"If-Match": read.headers["etag"]}).status == 200
    ada("PUT", "/roles/planner", changed, **{"If-Match": read.headers["etag"]}).assert_problem(412)
    ada("DELETE", "/roles/planner", **{"If-Match": read.headers["etag"]}).assert_problem(412)
    fresh = ada("GET", "/roles/planner").headers["etag"]
    assert ada("DELETE", "/roles/planner", **{"If-Match": fresh}).status == 204
    settings = ada("GET", "/tenant")
    wanted = {**settings.json(), "name": "Renamed"}
    assert ada("PUT", "/tenant", wanted, **{"If-Match": settings.headers["etag"]}).status == 200
    ada("PUT", "/tenant", wanted, **{"If-Match": settings.headers["etag"]}).assert_problem(412)
    user = ada("GET", "/users").json()["users"][0]["id"]
    assert ada("GET", f"/users/{user}").status == 200
    ada("PUT", f"/users/{user}", {"role": "viewer"}, **{"If-Match": '"stale"'}).assert_problem(412)


def a_change_of_settings_closes_nobody_out(ada):
    """The tenant's services begin anew with its settings; whoever asks meanwhile is answered all the same."""
    answers, done = [], threading.Event()

    def keep_asking():
        while not done.is_set():
            answers.append(ada("GET", "/zones"))

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(keep_asking) for _ in range(2)]
        settings = ada("GET", "/tenant").json()
        for zone in ["Africa/Casablanca", "Europe/Berlin"] * 4 + [settings["timeZone"]]:
            assert ada("PUT", "/tenant", {**settings, "timeZone": zone}).status == 200
            time.sleep(0.5)
        done.set()
        for one in asking:
            one.result()
    assert len(answers) > 4
    assert [answer.body for answer in answers if answer.status != 200] == []


def changes_are_not_lost(home, port):
    read = send(port, "GET", "/retention")
    policies = [{"rawMonths": months} for months in (36, 48)]
    barrier = threading.Barrier(2)

    def change(policy):
        barrier.wait()
        return send(port, "PUT", "/retention", policy, {"If-Match": read.headers["etag"]})

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(change, policies))
    assert sorted(answer.status for answer in answers) == [200, 412], "both changed what they had read"
    kept = next(policy for policy, answer in zip(policies, answers) if answer.status == 200)
    assert send(port, "GET", "/retention").json()["rawMonths"] == kept["rawMonths"]
    assert send(port, "PUT", "/retention", {}, {"If-Match": "*"}).status == 200


def known_answers_are_not_sent_again(port):
    for path in ("/series/1", "/series?limit=3", "/network"):
        first = send(port, "GET", path)
        assert first.headers["cache-control"] == "private, no-cache"
        again = send(port, "GET", path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (304, b""), path
        assert send(port, "HEAD", path, headers={"If-None-Match": first.headers["etag"]}).status == 304
        assert send(port, "GET", path, headers={"If-None-Match": '"other"'}).body == first.body


def members_are_chosen(port):
    page = send(port, "GET", "/series?limit=3&fields=id,name").json()
    assert [set(item) for item in page["series"]] == [{"id", "name"}] * 3 and page["nextCursor"]
    assert set(send(port, "GET", "/zones/1?fields=code,series.load").json()) == {"code", "series"}
    told = send(port, "GET", "/series?fields=id,colour").assert_problem(422)
    assert "quantity" in told["errors"][0]["expected"]


def many_at_once(home, port):
    before = named(home, "bulk-%")
    key = {"Idempotency-Key": str(uuid.uuid4())}
    items = [series(f"bulk-{number}", number % 12 + 1) for number in range(1000)]
    items[500] = series("bulk-0")
    items[501] = {"externalName": 7}
    items[502] = series("bulk-502", assetCode="nowhere")
    answer = send(port, "POST", "/series/bulk", {"items": items}, key, timeout=60)
    assert answer.status == 200, answer.body[:500]
    told = answer.json()
    assert (told["succeeded"], told["failed"]) == (997, 3)
    assert [item["index"] for item in told["items"]] == list(range(1000))
    assert [told["items"][number]["status"] for number in (499, 500, 501, 502, 503)] == [201, 409, 422, 422, 201]
    assert told["items"][502]["problem"]["errors"][0]["field"] == "assetCode"
    assert send(port, "GET", f"/series/{told['items'][0]['id']}").json()["externalName"] == "bulk-0"
    assert send(port, "POST", "/series/bulk", {"items": items}, key, timeout=60).body == answer.body
    assert named(home, "bulk-%") == before + 997
    send(port, "POST", "/series/bulk", {"items": items + items[:1]}).assert_problem(422)


@on_both_engines
def test_a_request_whose_server_was_killed_has_at_most_one_effect(city):
    """However it was cut off: the repeat is told to wait, or has the first one's answer; then it may be tried again."""
    name, key = "killed", {"Idempotency-Key": str(uuid.uuid4())}
    items = [series(f"{name}-{number}", number % 12 + 1) for number in range(600)]
    with Server(city) as server:
        def ask():
            try:
                send(server.port, "POST", "/series/bulk", {"items": items}, key)
            except OSError:
                pass
            except Exception as error:  # noqa: BLE001 - an answer cut off in the middle is no answer
                if type(error).__module__ != "http.client":
                    raise

        asking = threading.Thread(target=ask)
        asking.start()
        end = time.monotonic() + 20
        while not execute(city, "SELECT 1 FROM idempotency_keys") and time.monotonic() < end:
            time.sleep(0.005)
        server.kill()
        asking.join()
    stored = named(city, f"{name}-%")
    assert stored in (0, 600), "the request is there in part"
    with Server(city) as server:
        again = send(server.port, "POST", "/series/bulk", {"items": items}, key, timeout=60)
        if again.status == 409:
            again.assert_problem(409)
            assert int(again.headers["retry-after"]) >= 1 and named(city, f"{name}-%") == stored
            # As time would do.
            execute(city, "UPDATE idempotency_keys SET created_at = created_at - 100 WHERE status IS NULL")
            again = send(server.port, "POST", "/series/bulk", {"items": items}, key, timeout=60)
        assert again.status == 200, again.body[:300]
        assert again.json()["succeeded"] + again.json()["failed"] == 600
        assert named(city, f"{name}-%") == 600
        repeat = send(server.port, "POST", "/series/bulk", {"items": items}, key, timeout=60)
        assert repeat.body == again.body and repeat.headers["idempotency-replayed"] == "true"
