"""Files that are sent to be imported: half ones, killed ones, packed ones, two at once."""

import gzip
import json
import threading
import time

from city import INTERVAL, START, iso, readings_of
from client import Raw, get, request
from database import execute
from engines import on_both_engines
from program import Server

MAPPING = {"layout": "long", "start": "start", "series": "series", "value": "value", "unit": "kWh"}


def csv(meters, rows, value=1.5):
    lines = ["series,start,value"]
    lines += [f"meter-{meter},{iso(START + i * INTERVAL)},{value}" for i in range(rows) for meter in meters]
    return ("\n".join(lines) + "\n").encode()


def send(port, data, name="readings.csv", kind="text/csv", expect=201):
    answer = request(port, "POST", f"/api/v1/uploads?name={name}", data, {"Content-Type": kind}, timeout=120)
    assert answer.status == expect, answer.body[:500]
    return answer.json()


def post(port, path, **members):
    body = json.dumps({"mapping": MAPPING, **members})
    return request(port, "POST", f"/api/v1/uploads/{path}", body, {"Content-Type": "application/json"}, timeout=60)


def wait(port, job, seconds=120):
    deadline = time.monotonic() + seconds
    while True:
        record = get(port, f"/api/v1/jobs/{job}").json()
        if record["state"] not in ("queued", "running"):
            return record
        assert time.monotonic() < deadline, record
        time.sleep(0.05)


def spool(city):
    return sorted(file.name for file in (city / "uploads" / "1").glob("*"))


def total(city):
    [(count,)] = execute(city, "SELECT COALESCE(SUM(reading_count), 0) FROM reading_blocks")
    return count


@on_both_engines
def test_a_file_goes_from_sending_to_stored_readings_by_its_guess(city):
    with Server(city) as server:
        upload = send(server.port, csv((1, 2), 200))
        guess = upload["guess"]["mapping"]
        assert (guess["layout"], guess["start"], guess["series"], guess["value"]) == ("long", "start", "series", "value")
        preview = request(
            server.port, "POST", f"/api/v1/uploads/{upload['id']}/preview", json.dumps({"mapping": guess}),
            {"Content-Type": "application/json"},
        ).json()
        assert (preview["rows"], preview["readings"], preview["faultCount"], preview["isWholeFile"]) == (400, 400, 0, True)
        assert [series["seriesId"] for series in preview["series"]] == [1, 2]
        assert total(city) == 0
        job = post(server.port, f"{upload['id']}/import")
        assert job.status == 202
        record = wait(server.port, job.json()["jobId"])
        assert record["state"] == "succeeded", record
        after = get(server.port, f"/api/v1/uploads/{upload['id']}").json()
        assert after["state"] == "imported"
        assert after["report"]["stored"] == {"received": 400, "inserted": 400, "unchanged": 0, "revised": 0}
        assert len(readings_of(get, server.port, 1, START, START + 200 * INTERVAL)) == 200
        post(server.port, f"{upload['id']}/import").assert_problem(409)
        assert request(server.port, "DELETE", f"/api/v1/uploads/{upload['id']}").status == 204
        get(server.port, f"/api/v1/uploads/{upload['id']}").assert_problem(404)
        assert spool(city) == []


def test_a_faulty_file_changes_nothing_and_its_faults_can_be_fetched(city):
    data = csv((1,), 10) + b"meter-1,yesterday,1\nnobody,2026-01-01T00:00:00Z,1\nmeter-1,1,2,3\n\xff,2026-01-01T00:00:00Z,1\n"
    with Server(city) as server:
        upload = send(server.port, data)
        get(server.port, f"/api/v1/uploads/{upload['id']}/faults").assert_problem(404)
        assert wait(server.port, post(server.port, f"{upload['id']}/import").json()["jobId"])["state"] == "succeeded"
        after = get(server.port, f"/api/v1/uploads/{upload['id']}").json()
        assert after["state"] == "faulty" and after["report"]["stored"] is None
        assert [fault["line"] for fault in after["report"]["faults"]] == [12, 13, 14, 15]
        faults = get(server.port, f"/api/v1/uploads/{upload['id']}/faults")
        assert faults.headers["content-type"].startswith("text/csv")
        assert len(faults.body.decode().splitlines()) == 5
    assert total(city) == 0


def test_a_half_sent_file_is_gone_when_the_client_or_the_server_dies(city):
    head = "POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: 50000000\r\n\r\n"
    half = csv((1,), 20_000)

    def until(holds):
        deadline = time.monotonic() + 20
        while not holds(spool(city)):
            assert time.monotonic() < deadline, spool(city)
            time.sleep(0.02)

    with Server(city) as server:
        with Raw(server.port) as client:
            client.send(head).send(half)
            until(lambda names: any(name.endswith(".part") for name in names))
        until(lambda names: names == [])
        with Raw(server.port) as client:
            client.send(head).send(half)
            until(lambda names: any(name.endswith(".part") for name in names))
            server.kill()
        assert any(name.endswith(".part") for name in spool(city)), "the kill left it behind"
    with Server(city) as server:
        until(lambda names: names == [])
        assert get(server.port, "/api/v1/uploads").json() == {"uploads": []}


@on_both_engines
def test_uploads_survive_a_restart_and_a_killed_import_is_done_again(city):
    meters, rows = tuple(range(1, 13)), 30_000
    with Server(city) as server:
        upload = send(server.port, gzip.compress(csv(meters, rows), 1), kind="application/gzip")
        job = post(server.port, f"{upload['id']}/import").json()["jobId"]
        deadline = time.monotonic() + 300
        while total(city) == 0:
            assert time.monotonic() < deadline, get(server.port, f"/api/v1/jobs/{job}").json()
            time.sleep(0.05)
        server.kill()
    kept = total(city)
    assert 0 < kept <= rows * len(meters)
    assert kept % 100_000 < 20, "a piece is stored whole"
    with Server(city) as server:
        assert [one["id"] for one in get(server.port, "/api/v1/uploads").json()["uploads"]] == [upload["id"]]
        # A minute later.
        execute(city, "UPDATE jobs SET lease_until = ? WHERE job_id = ?", int(time.time()) - 1, job)
        record = wait(server.port, job, 300)
        assert (record["state"], record["attempt"]) == ("succeeded", 2), record
        stored = get(server.port, f"/api/v1/uploads/{upload['id']}").json()["report"]["stored"]
        assert stored["inserted"] + stored["unchanged"] == rows * len(meters)
        assert stored["unchanged"] == kept and stored["revised"] == 0
        for meter in (1, 12):
            values = readings_of(get, server.port, meter, START, START + rows * INTERVAL)
            assert len(values) == rows and set(values.values()) == {1.5}
    print(f"\nkilled with {kept} of {rows * len(meters)} stored; done again: {stored}")


def test_two_files_at_once_and_a_cancelled_import(city):
    with Server(city) as server:
        answers = []
        senders = [
            threading.Thread(target=lambda meter=meter: answers.append(send(server.port, csv((meter,), 20_000, meter))))
            for meter in (1, 2)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        assert len({answer["id"] for answer in answers}) == 2
        jobs = [post(server.port, f"{answer['id']}/import").json()["jobId"] for answer in answers]
        post(server.port, f"{answers[1]['id']}/import").assert_problem(409)
        cancelled = request(server.port, "POST", f"/api/v1/jobs/{jobs[1]}/cancel")
        assert cancelled.status == 200, cancelled.body
        assert wait(server.port, jobs[0])["state"] == "succeeded"
        assert wait(server.port, jobs[1])["state"] == "cancelled"
        assert total(city) in (20_000, 40_000)
        # The worker hears of the cancel within a second: then the same can be asked for again.
        again = post(server.port, f"{answers[1]['id']}/import")
        if again.status == 202:
            assert wait(server.port, again.json()["jobId"])["state"] == "succeeded"
        assert total(city) == 40_000


def test_a_file_that_unpacks_to_very_much_holds_neither_memory_nor_requests(city):
    # 100 MB of one line, and of empty lines: a hundred kilobytes each.
    bombs = [gzip.compress(b"series,start,value\n" + byte * (100 << 20), 9) for byte in (b"x", b"\n")]
    with Server(city) as server:
        get(server.port, "/health")
        before = server.memory()
        for bomb, faults in zip(bombs, (1, 0)):
            assert len(bomb) < 1 << 20
            upload = send(server.port, bomb, kind="application/gzip")
            preview = post(server.port, f"{upload['id']}/preview").json()
            assert preview["isWholeFile"] is False and preview["faultCount"] == faults
            job = post(server.port, f"{upload['id']}/import", dryRun=True).json()["jobId"]
            assert get(server.port, "/health").status == 200
            assert wait(server.port, job, 300)["state"] == "succeeded"
            assert get(server.port, f"/api/v1/uploads/{upload['id']}").json()["report"]["faultCount"] == faults
        assert server.memory() - before < 100 << 20
    assert total(city) == 0


def test_what_is_no_upload_is_refused(city):
    with Server(city) as server:
        port = server.port
        request(port, "POST", "/api/v1/uploads", b"a", {"Content-Type": "multipart/form-data"}).assert_problem(415)
        request(port, "POST", "/api/v1/uploads", b"", {"Content-Type": "text/csv"}).assert_problem(400)
        request(port, "POST", "/api/v1/uploads?nme=x", b"a", {"Content-Type": "text/csv"}).assert_problem(400)
        get(port, "/api/v1/uploads/../../etc").assert_problem(404)
        get(port, "/api/v1/uploads/%2e%2e%2f%2e%2e").assert_problem(400)
        get(port, "/api/v1/uploads/0123456789abcdef").assert_problem(404)
        with Raw(port) as client:
            client.send(
                "POST /api/v1/uploads HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                f"Content-Length: {3 << 30}\r\n\r\n"
            )
            client.answer().assert_problem(413)
        for _ in range(20):
            upload = send(port, csv((1,), 1))
        request(port, "POST", "/api/v1/uploads", b"a", {"Content-Type": "text/csv"}).assert_problem(409)
        assert request(port, "DELETE", f"/api/v1/uploads/{upload['id']}").status == 204
        send(port, csv((1,), 1))


@on_both_engines
def test_a_newest_first_file_with_german_dates_in_latin_1_keeps_the_hour_that_the_clock_repeats(city):
    # Berlin, 26 October 2025: 02:00 to 03:00 from 00:00Z and again from 01:00Z.
    clocks = ["01:45", "02:00", "02:15", "02:30", "02:45", "02:00", "02:15", "02:30", "02:45", "03:00"]
    rows = [f"26.10.2025 {clock};meter-1;{index},5" for index, clock in enumerate(clocks)]
    data = "\n".join(["Zeit;Zähler;kWh", *reversed(rows)]).encode("latin-1")
    first = 1_761_435_900  # 2025-10-25T23:45:00Z
    with Server(city) as server:
        upload = send(server.port, data)
        mapping = upload["guess"]["mapping"]
        assert (mapping["dateFormat"], mapping["encoding"], mapping["decimalComma"]) == ("dayFirst", "windows-1252", True)
        assert upload["guess"]["unclear"] == []
        assert mapping["layout"] == "long" and mapping["series"] == "Zähler"
        mapping["timeZone"] = "Europe/Berlin"
        preview = post(server.port, f"{upload['id']}/preview", mapping=mapping).json()
        assert (preview["faultCount"], preview["warningCount"], preview["readings"]) == (0, 0, 10), preview
        assert wait(server.port, post(server.port, f"{upload['id']}/import", mapping=mapping).json()["jobId"])["state"] == "succeeded"
        stored = readings_of(get, server.port, 1, first, first + 10 * INTERVAL)
        assert list(stored.values()) == [index + 0.5 for index in range(10)], stored
        # The hour once: taken as the first one, and said so.
        once = send(server.port, "\n".join(["Zeit;Zähler;kWh", *rows[:5], rows[9]]).encode("latin-1"))
        warned = post(server.port, f"{once['id']}/preview", mapping=mapping).json()
        assert (warned["faultCount"], warned["warningCount"], warned["warnings"][0]["line"]) == (0, 1, 3), warned
        # Twice the same time, in no order: faults that say what helps.
        untold = send(server.port, "\n".join(["Zeit;Zähler;kWh", rows[1], rows[5]]).encode("latin-1"))
        faults = post(server.port, f"{untold['id']}/preview", mapping=mapping).json()["faults"]
        assert [fault["line"] for fault in faults] == [2, 3] and "UTC" in faults[0]["reason"], faults


def test_broken_xml_is_refused_with_its_line_and_sound_xml_is_proposed_as_green_button(city):
    with Server(city) as server:
        answer = request(
            server.port, "POST", "/api/v1/uploads?name=x.xml", b"<feed>\n<entry>", {"Content-Type": "application/xml"})
        answer.assert_problem(422)
        assert "line 2" in answer.json()["detail"]
        assert get(server.port, "/api/v1/uploads").json() == {"uploads": []}
        sound = send(server.port, b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "x.xml", "application/xml")
        assert sound["guess"]["mapping"] == {"layout": "greenButton"}
