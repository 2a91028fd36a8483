"""Green Button files flow in by the command and by upload; hostile XML does not."""

import gzip
import json
import random

from city import INTERVAL, START, iso, readings_of
from client import get, post_readings, request
from engines import on_both_engines
from program import Server, run
from test_uploads import post, send, total, wait


def feed(meters, rows, change=lambda text: text):
    base = "/espi/1_1/resource/RetailCustomer/1/UsagePoint"
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">']
    for meter in meters:
        parts.append(
            f'<entry><link rel="self" href="{base}/{meter}"/><title>meter-{meter}</title><content>'
            '<UsagePoint xmlns="http://naesb.org/espi"/></content></entry>\n'
            f'<entry><link rel="self" href="{base}/{meter}/MeterReading/1"/><link rel="related" href="/ReadingType/{meter}"/>'
            '<title>x</title><content><MeterReading xmlns="http://naesb.org/espi"/></content></entry>\n'
            f'<entry><link rel="self" href="/ReadingType/{meter}"/><content><ReadingType xmlns="http://naesb.org/espi">'
            "<accumulationBehaviour>4</accumulationBehaviour><flowDirection>1</flowDirection>"
            f"<intervalLength>{INTERVAL}</intervalLength><powerOfTenMultiplier>-3</powerOfTenMultiplier><uom>72</uom>"
            "</ReadingType></content></entry>\n"
            f'<entry><link rel="self" href="{base}/{meter}/MeterReading/1/IntervalBlock/1"/><content>'
            '<IntervalBlock xmlns="http://naesb.org/espi">\n'
        )
        parts += [
            f"<IntervalReading><timePeriod><duration>{INTERVAL}</duration><start>{START + i * INTERVAL}</start></timePeriod>"
            f"<value>{(meter * 1000 + i) * 1000}</value></IntervalReading>\n"
            for i in range(rows)
        ]
        parts.append("</IntervalBlock></content></entry>\n")
    return change("".join(parts) + "</feed>")


def expected(meter, rows):
    return {START + i * INTERVAL: (meter * 1000 + i) / 1000 for i in range(rows)}


def test_the_command_stores_all_or_nothing_and_twice_changes_nothing(city, tmp_path):
    file = tmp_path / "usage.xml"
    file.write_text(feed((1, 2), 300))
    dry = run(city, "import", "green-button", file, "--tenant", "test", "--dry-run")
    assert dry.returncode == 0 and "600 sound readings, 0 faults" in dry.stdout, dry.stdout + dry.stderr
    assert total(city) == 0
    assert "Stored: 600 new" in run(city, "import", "green-button", file, "--tenant", "test").stdout
    assert "600 unchanged" in run(city, "import", "green-button", file, "--tenant", "test").stdout
    file.write_text(feed((3,), 10, lambda text: text.replace("<value>3005000<", "<value>-1<")))
    faulty = run(city, "import", "green-button", file, "--tenant", "test")
    assert faulty.returncode == 1 and "1 faults" in faulty.stdout and "column value" in faulty.stdout, faulty.stdout
    assert total(city) == 600
    renamed = tmp_path / "renamed.xml.gz"
    renamed.write_bytes(gzip.compress(feed((9,), 5).replace("meter-9", "home").encode()))
    assert run(city, "import", "green-button", renamed, "--tenant", "test", "--series", "home=meter-9").returncode == 0
    with Server(city) as server:
        for meter in (1, 2):
            assert readings_of(get, server.port, meter, START, START + 300 * INTERVAL) == expected(meter, 300)


@on_both_engines
def test_an_upload_is_known_by_its_first_bytes_and_imported(city):
    with Server(city) as server:
        upload = send(server.port, gzip.compress(feed((1,), 200).encode()), "usage.xml", "application/gzip")
        assert (upload["format"], upload["guess"]["mapping"]) == ("greenButton", {"layout": "greenButton"})
        post(server.port, f"{upload['id']}/preview").assert_problem(409)

        def ask(verb, **points):
            body = json.dumps({"mapping": {"layout": "greenButton", "usagePoints": points}})
            return request(
                server.port, "POST", f"/api/v1/uploads/{upload['id']}/{verb}", body, {"Content-Type": "application/json"})

        preview = ask("preview").json()
        assert (preview["readings"], preview["faultCount"]) == (200, 0), preview
        assert wait(server.port, ask("import").json()["jobId"])["state"] == "succeeded"
        assert readings_of(get, server.port, 1, START, START + 200 * INTERVAL) == expected(1, 200)


def test_hostile_xml_is_refused(city, tmp_path):
    laughs = '<!DOCTYPE a [<!ENTITY l "lol">' + "".join(
        f'<!ENTITY l{i} "{"&l;" if i == 0 else f"&l{i - 1};" * 10}">' for i in range(9)) + "]><feed>&l8;</feed>"
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>'
    file = tmp_path / "usage.xml"
    for text in (laughs, outside, "<a>" * 200_000, "<feed>" + "x" * 1_000_000, "", "<html/>"):
        file.write_text(text)
        outcome = run(city, "import", "green-button", file, "--tenant", "test", timeout=30)
        assert outcome.returncode > 0, outcome
        assert "root:" not in outcome.stdout + outcome.stderr
    assert total(city) == 0


@on_both_engines
def test_what_is_exported_is_imported_as_the_same_readings(city, another_city, tmp_path):
    qualities = ("measured", "estimated", "substituted", "calculated", "edited")
    source = random.Random(7)
    sent = {
        meter: {
            START + i * INTERVAL: (round(source.random() * 10, source.choice((0, 3, 6))), source.choice(qualities))
            for i in range(500) if i % 37
        }
        for meter in (1, 2)
    }

    def stored(port, meter):
        window = get(
            port, f"/api/v1/series/{meter}/readings?from={iso(START)}&to={iso(START + 500 * INTERVAL)}&points=5000").json()
        columns = window["columns"]
        return {
            start: (value, window["qualities"][quality])
            for start, value, quality in zip(columns["start"], columns["value"], columns["quality"])
        }

    with Server(city) as server:
        for meter, readings in sent.items():
            answer = post_readings(server.port, [
                {"seriesId": meter, "start": iso(start), "value": value, "quality": quality}
                for start, (value, quality) in readings.items()
            ])
            assert answer.status == 200, answer.body
    file = tmp_path / "usage.xml.gz"
    exported = run(
        city, "export", "readings", "--tenant", "test", "--series", "1,2", "--format", "greenbutton", "--gzip",
        "--from", iso(START), "--to", iso(START + 500 * INTERVAL), "--output", file)
    assert exported.returncode == 0, exported.stdout + exported.stderr
    imported = run(another_city, "import", "green-button", file, "--tenant", "test")
    assert imported.returncode == 0, imported.stdout + imported.stderr
    with Server(another_city) as server:
        for meter, readings in sent.items():
            assert stored(server.port, meter) == readings
