"""Exports as files: read by other programs' parsers, in every format, whole or visibly cut short."""

import csv
import datetime
import gzip
import io
import json
import re
import shutil
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from city import INTERVAL, METERS, START, iso
from client import Raw, get, post_readings
from database import execute
from engines import on_both_engines
from program import Server, run

MEGABYTE = 1 << 20
BERLIN = ZoneInfo("Europe/Berlin")
DAY = 86_400
EXPORTS = "/api/v1/exports/readings"
ATOM, ESPI = "{http://www.w3.org/2005/Atom}", "{http://naesb.org/espi}"


def berlin_day_of(hours):
    """The start and end of the latest day of Berlin with so many hours that lies within the tests' year."""
    now = datetime.datetime.now(BERLIN)
    for back in range(5, 390):
        day = (now - datetime.timedelta(days=back)).date()
        start, end = (
            int(datetime.datetime.combine(day + datetime.timedelta(days=more), datetime.time(), BERLIN).timestamp())
            for more in (0, 1)
        )
        if end - start == hours * 3600:
            return start, end
    raise AssertionError(f"no day of {hours} hours")


LONG_DAY, SHORT_DAY = berlin_day_of(25), berlin_day_of(23)


def value_of(meter, start):
    return (start // INTERVAL % 97 + meter) / 8


@pytest.fixture(scope="module")
def filled(server):
    """The two odd days of meters 1 and 2; meter 2 with an estimate, meter 1 with a gap."""
    for meter in (1, 2):
        for begin, end in (LONG_DAY, SHORT_DAY):
            readings = [
                {
                    "seriesId": meter, "start": iso(start), "value": value_of(meter, start),
                    "quality": "estimated" if meter == 2 and start == begin else "measured",
                }
                for start in range(begin, end, INTERVAL)
                if not (meter == 1 and start == SHORT_DAY[0] + INTERVAL)
            ]
            assert post_readings(server.port, readings).status == 200
    return server


def export(server, span, **parameters):
    more = "".join(f"&{name}={value}" for name, value in parameters.items())
    answer = get(server.port, f"{EXPORTS}?from={iso(span[0])}&to={iso(span[1])}{more}")
    assert answer.status == 200, answer.body[:500]
    return answer


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.body.decode())))


def test_a_day_of_25_hours_names_every_quarter_hour_once(filled):
    answer = export(filled, LONG_DAY, series="1,2", timeZone="Europe/Berlin")
    rows = rows_of(answer)
    assert len(rows) == 2 * 100
    first = [row for row in rows if row["series"] == "meter-1"]
    assert [row["start"][-6:] for row in first[:3]] == ["+02:00"] * 3 and first[-1]["start"].endswith("+01:00")
    assert len({row["start"] for row in first}) == 100
    moments = [int(datetime.datetime.fromisoformat(row["start"]).timestamp()) for row in first]
    assert moments == list(range(*LONG_DAY, INTERVAL))
    assert [float(row["value"]) for row in first] == [value_of(1, start) for start in moments]
    assert {row["unit"] for row in rows} == {"kWh"}
    assert Counter(row["quality"] for row in rows) == {"measured": 199, "estimated": 1}
    day = datetime.datetime.fromtimestamp(LONG_DAY[0], BERLIN).strftime("%Y%m%d")
    assert answer.headers["content-disposition"] == f'attachment; filename="readings-test-{day}-{day}.csv"'


def test_days_have_their_hours_and_no_value_with_a_gap(filled):
    whole = rows_of(export(filled, LONG_DAY, series="1,2", resolution="day", timeZone="Europe/Berlin"))
    assert [(row["readings"], row["expected"]) for row in whole] == [("100", "100")] * 2
    assert [row["quality"] for row in whole] == ["calculated", "estimated"]
    assert float(whole[0]["value"]) == sum(value_of(1, start) for start in range(*LONG_DAY, INTERVAL))
    holey = rows_of(export(filled, SHORT_DAY, series="1,2", resolution="day", timeZone="Europe/Berlin"))
    assert [(row["readings"], row["expected"]) for row in holey] == [("91", "92"), ("92", "92")]
    assert holey[0]["value"] == "" and holey[1]["value"] != ""
    hours = rows_of(export(filled, LONG_DAY, series="1", resolution="hour", timeZone="UTC"))
    assert len(hours) == 25 and all(row["start"].endswith(":00:00Z") for row in hours)


def test_the_wide_layout_has_a_column_for_each_series_and_leaves_gaps_empty(filled):
    rows = rows_of(export(filled, SHORT_DAY, series="2,1", layout="wide", timeZone="Europe/Berlin"))
    assert list(rows[0]) == ["start", "meter-1 [kWh]", "meter-1 quality", "meter-2 [kWh]", "meter-2 quality"]
    assert len(rows) == 92
    assert rows[1]["meter-1 [kWh]"] == rows[1]["meter-1 quality"] == ""
    assert float(rows[1]["meter-2 [kWh]"]) == value_of(2, SHORT_DAY[0] + INTERVAL)


def test_json_lines_hold_the_same(filled):
    text = export(filled, SHORT_DAY, series="1,2", format="jsonl", timeZone="UTC").body.decode()
    lines = [json.loads(line) for line in text.splitlines()]
    table = rows_of(export(filled, SHORT_DAY, series="1,2", timeZone="UTC"))
    assert [(line["series"], line["start"], line["value"], line["unit"], line["quality"]) for line in lines] == [
        (row["series"], row["start"], float(row["value"]), row["unit"], row["quality"]) for row in table
    ]
    wide = export(filled, SHORT_DAY, series="1,2", format="jsonl", layout="wide").body.decode().splitlines()
    assert len(wide) == 92 and list(json.loads(wide[1])["readings"]) == ["meter-2"]


def test_gzip_is_given_to_those_who_take_it(filled):
    path = f"{EXPORTS}?series=1&from={iso(LONG_DAY[0])}&to={iso(LONG_DAY[1])}"
    plain = get(filled.port, path)
    packed = get(filled.port, path, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body
    assert get(filled.port, path, headers={"Accept-Encoding": "gzip;q=0"}).body == plain.body


def test_excel_opens_the_workbook(filled):
    answer = export(filled, LONG_DAY, series="1,2", format="xlsx", timeZone="Europe/Berlin")
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert book.sheetnames == ["About", "Readings"]
    sheet = book["Readings"]
    assert sheet.freeze_panes == "A2"
    header, *rows = sheet.iter_rows(values_only=True)
    assert header == (
        "Series", "Name", "Quantity", "Start (Europe/Berlin)", "UTC offset", "Value", "Unit", "Quality"
    )
    assert len(rows) == 200
    for index, start in enumerate(range(*LONG_DAY, INTERVAL)):
        local = datetime.datetime.fromtimestamp(start, BERLIN)
        offset = "+02:00" if local.utcoffset() == datetime.timedelta(hours=2) else "+01:00"
        quality = "measured"
        assert rows[index] == (
            "meter-1", "Meter 1", "activeEnergyImport", local.replace(tzinfo=None, fold=0), offset,
            value_of(1, start), "kWh", quality,
        )
    assert sheet["D2"].number_format == "yyyy-mm-dd hh:mm:ss" and sheet["D2"].is_date
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Time zone"] == "Europe/Berlin" and about["Rows"] == "200" and "estimated" in about
    assert about["From"] == iso(LONG_DAY[0])
    wide = openpyxl.load_workbook(
        io.BytesIO(export(filled, SHORT_DAY, series="1,2", format="xlsx", layout="wide", timeZone="UTC").body)
    )["Readings"]
    assert wide.max_row == 93 and wide["C3"].value is None and wide["E3"].value == value_of(2, SHORT_DAY[0] + INTERVAL)
    assert not list((filled.home / "exports").glob("*")), "a temporary file stayed behind"


def test_green_button_is_read_back_with_every_value(filled):
    answer = export(filled, SHORT_DAY, series="1,2", format="greenbutton", timeZone="Europe/Berlin")
    feed = ElementTree.fromstring(answer.body)
    assert feed.tag == ATOM + "feed"
    entries = feed.findall(ATOM + "entry")
    ids = [entry.findtext(ATOM + "id") for entry in entries] + [feed.findtext(ATOM + "id")]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", id) for id in ids)
    kinds = [list(entry.find(ATOM + "content"))[0].tag.removeprefix(ESPI) for entry in entries]
    assert kinds == [
        "LocalTimeParameters", *(2 * ["UsagePoint", "MeterReading", "ReadingType", "IntervalBlock"])
    ]
    links = {link.get("href") for entry in entries for link in entry.findall(ATOM + "link") if link.get("rel") == "self"}
    types = [entry for entry, kind in zip(entries, kinds) if kind == "MeterReading"]
    for entry in types:
        related = [link.get("href") for link in entry.findall(ATOM + "link") if link.get("rel") == "related"]
        assert any(href in links for href in related), "a meter reading without its reading type"
    clock = feed.find(f".//{ESPI}LocalTimeParameters")
    assert [(child.tag.removeprefix(ESPI), child.text) for child in clock] == [
        ("dstEndRule", "AE0E3000"), ("dstOffset", "3600"), ("dstStartRule", "3E0E2000"), ("tzOffset", "3600")
    ]
    kind = feed.find(f".//{ESPI}ReadingType")
    assert {child.tag.removeprefix(ESPI): child.text for child in kind} == {
        "accumulationBehaviour": "4", "commodity": "1", "dataQualifier": "12", "flowDirection": "1",
        "intervalLength": "900", "kind": "12", "powerOfTenMultiplier": "-3", "uom": "72",
    }
    for meter, block in enumerate(feed.iter(ESPI + "IntervalBlock"), 1):
        read = {}
        for reading in block.findall(ESPI + "IntervalReading"):
            assert [child.tag for child in reading] == [ESPI + name for name in ("ReadingQuality", "timePeriod", "value")]
            assert reading.findtext(f"{ESPI}timePeriod/{ESPI}duration") == "900"
            start = int(reading.findtext(f"{ESPI}timePeriod/{ESPI}start"))
            quality = int(reading.findtext(f"{ESPI}ReadingQuality/{ESPI}quality"))
            read[start] = (int(reading.findtext(ESPI + "value")) / 1e6, quality)
        gap = SHORT_DAY[0] + INTERVAL if meter == 1 else None
        assert read == {
            start: (value_of(meter, start), 8 if meter == 2 and start == SHORT_DAY[0] else 0)
            for start in range(*SHORT_DAY, INTERVAL) if start != gap
        }
        assert block.findtext(f"{ESPI}interval/{ESPI}start") == str(SHORT_DAY[0])
        assert block.findtext(f"{ESPI}interval/{ESPI}duration") == str(23 * 3600)


def test_nothing_stored_is_an_empty_file_of_every_format(server):
    span = (START, START + 3600)
    assert export(server, span, series="12").body == b"series,quantity,start,value,unit,quality\n"
    assert export(server, span, series="12", format="jsonl").body == b""
    book = openpyxl.load_workbook(io.BytesIO(export(server, span, series="12", format="xlsx").body))
    assert book["Readings"].max_row == 1
    feed = ElementTree.fromstring(export(server, span, series="12", format="greenbutton").body)
    assert len(feed.findall(ATOM + "entry")) == 4
    assert export(server, span, zoneId="1", quantity="temperature").body.count(b"\n") == 1


def test_the_zone_s_derived_load_is_exported_too(filled):
    hour, deadline = LONG_DAY[0] // 3600 * 3600, time.monotonic() + 60
    for meter in range(1, METERS + 1):
        readings = [
            {"seriesId": meter, "start": iso(hour + quarter * INTERVAL), "value": value_of(meter, hour + quarter * INTERVAL)}
            for quarter in range(4)
        ]
        assert post_readings(filled.port, readings).status == 200
    expected = sum(value_of(meter, hour + quarter * INTERVAL) for meter in range(1, METERS + 1) for quarter in range(4))
    # The zone's load follows the readings: before the last meter's it may be that of the others.
    while True:
        rows = rows_of(export(filled, (hour, hour + 3600), zoneId="1", quantity="consumption"))
        if rows and abs(float(rows[0]["value"]) - expected) < 1e-9:
            break
        assert time.monotonic() < deadline, f"the zone's hour never came whole: expected {expected}, there is {rows}"
        time.sleep(0.2)
    assert [(row["series"], row["unit"]) for row in rows] == [("Z1.consumption", "kW")]


WRONG = {
    "nothing chosen": ("", "series"),
    "no such series": ("series=99", "series"),
    "not a number": ("series=1,x", "series"),
    "no such zone of time": ("series=1&timeZone=Mars/Olympus", "timeZone"),
    "an abbreviation": ("series=1&timeZone=EST5", "timeZone"),
    "an unknown format": ("series=1&format=pdf", "format"),
    "eleven years": ("series=1&from=2010-01-01T00:00:00Z&to=2021-01-01T00:00:00Z", "from"),
    "backwards": ("series=1&from=2021-01-01T00:00:00Z&to=2020-01-01T00:00:00Z", "from"),
    "wide Green Button": ("series=1&format=greenbutton&layout=wide", "layout"),
    "a spreadsheet too large": (
        "quantity=activeEnergyImport&format=xlsx&from=2018-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "format"
    ),
}


@pytest.mark.parametrize("query,field", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_request_is_refused_in_words(server, query, field):
    problem = get(server.port, f"{EXPORTS}?{query}").assert_problem(400)
    assert field in [error["field"] for error in problem["errors"]], problem
    assert all(error["expected"] for error in problem["errors"])


def test_a_csv_file_is_imported_again_unchanged(filled, tmp_path, prepared_city):
    path = tmp_path / "readings.csv"
    path.write_bytes(export(filled, LONG_DAY, series="1,2", timeZone="Europe/Berlin").body)
    home = tmp_path / "other"
    shutil.copytree(prepared_city, home)
    imported = run(
        home, "import", "readings", path, "--tenant", "test", "--series", "series", "--start", "start",
        "--value", "value", "--quality", "quality",
    )
    assert imported.returncode == 0, imported.stderr + imported.stdout
    with Server(home) as other:
        again = export(other, LONG_DAY, series="1,2", timeZone="Europe/Berlin")
        assert again.body == path.read_bytes()
        other.stop()


@on_both_engines
def test_names_are_no_formulas_and_are_imported_again(city, another_city, tmp_path):
    names = {1: '=HYPERLINK("x")', 2: "'=HYPERLINK(\"x\")"}
    for home in (city, another_city):
        for series, name in names.items():
            execute(home, "UPDATE series SET external_name = ?, name = '+1' WHERE series_id = ?", name, series)
    span, path = (START, START + 3600), tmp_path / "readings.csv"
    with Server(city) as server:
        for series in names:
            reading = {"seriesId": series, "start": iso(START), "value": series / 2}
            assert post_readings(server.port, [reading]).status == 200
        answer = export(server, span, series="1,2")
        path.write_bytes(answer.body)
        assert [row["series"] for row in rows_of(answer)] == ["'" + name for name in names.values()]
        sheet = openpyxl.load_workbook(io.BytesIO(export(server, span, series="1", format="xlsx").body))["Readings"]
        # "s" is text; a formula would be "f".
        assert (sheet["A2"].value, sheet["A2"].data_type) == (names[1], "s")
        assert (sheet["B2"].value, sheet["B2"].data_type) == ("+1", "s")
        assert server.stop() == 0
    imported = run(
        another_city, "import", "readings", path, "--tenant", "test", "--series", "series", "--start", "start",
        "--value", "value", "--quality", "quality",
    )
    assert imported.returncode == 0, imported.stderr + imported.stdout
    with Server(another_city) as server:
        assert export(server, span, series="1,2").body == path.read_bytes()
        assert server.stop() == 0


def test_the_command_writes_the_same_file(filled, tmp_path):
    path = tmp_path / "out.csv"
    arguments = [
        "export", "readings", "--tenant", "test", "--series", "1", "--from", iso(LONG_DAY[0]), "--to", iso(LONG_DAY[1]),
        "--time-zone", "Europe/Berlin",
    ]
    over_http = export(filled, LONG_DAY, series="1", timeZone="Europe/Berlin").body
    home = tmp_path / "copy"
    shutil.copytree(filled.home, home)
    made = run(home, *arguments, "--output", path)
    assert made.returncode == 0, made.stderr
    assert path.read_bytes() == over_http and not path.with_suffix(".csv.part").exists()
    piped = run(home, *arguments)
    assert piped.stdout.encode() == over_http
    assert run(home, *arguments, "--format", "pdf").returncode != 0


@pytest.fixture(scope="module")
def large(prepared_city, tmp_path_factory):
    """A server over a year of every meter."""
    home = tmp_path_factory.mktemp("large") / "city"
    shutil.copytree(prepared_city, home)
    path = home / "year.csv"
    with path.open("w") as file:
        file.write("start," + ",".join(f"meter-{meter}" for meter in range(1, METERS + 1)) + "\n")
        for start in range(START, START + 365 * DAY, INTERVAL):
            values = ",".join(str(value_of(meter, start)) for meter in range(1, METERS + 1))
            file.write(f"{iso(start)},{values}\n")
    made = run(home, "import", "readings", path, "--tenant", "test", timeout=600)
    assert made.returncode == 0, made.stderr + made.stdout
    with Server(home) as server:
        yield server
        assert server.is_running(), server.log()[-4000:]
        assert server.stop() == 0


def year(**parameters):
    more = "".join(f"&{name}={value}" for name, value in parameters.items())
    return f"{EXPORTS}?quantity=activeEnergyImport&from={iso(START)}&to={iso(START + 365 * DAY)}{more}"


def test_memory_does_not_grow_with_the_file(large):
    # Once, so that what every export needs is there already.
    get(large.port, year().replace(iso(START + 365 * DAY), iso(START + 10 * DAY)))
    before, peak, received, lines = large.memory(), 0, 0, 0
    with Raw(large.port, timeout=120) as connection:
        connection.send(f"GET {year()} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        while data := connection.socket.recv(MEGABYTE):
            received += len(data)
            lines += data.count(b"meter-")
            peak = max(peak, large.memory())
    assert lines > 0.99 * METERS * 365 * 96 and received > 20 * MEGABYTE
    assert peak - before < 24 * MEGABYTE, f"{(peak - before) / MEGABYTE:.0f} MB more for {received / MEGABYTE:.0f} MB"


def test_a_client_that_leaves_ends_the_work(large):
    with Raw(large.port) as connection:
        connection.send(f"GET {year()} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.read_until(b"meter-1,")
    deadline = time.monotonic() + 30
    while "the client left" not in large.log():
        assert time.monotonic() < deadline, "the export went on without its client"
        time.sleep(0.05)


def test_more_exports_at_a_time_than_allowed_are_told_to_wait(large):
    held = [
        Raw(large.port, receive_buffer=4096).send(f"GET {year()} HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(4)
    ]
    try:
        for connection in held:
            connection.read_until(b"meter-1,")
        answer = get(large.port, year())
        answer.assert_problem(503)
        assert int(answer.headers["retry-after"]) > 0
    finally:
        for connection in held:
            connection.close()
    deadline = time.monotonic() + 30
    while get(large.port, f"{EXPORTS}?series=1&from={iso(START)}&to={iso(START + DAY)}").status == 503:
        assert time.monotonic() < deadline, "clients that left are still counted"
        time.sleep(0.05)


def test_a_damaged_block_cuts_the_file_short_visibly(city):
    with Server(city) as server:
        for day in range(40):
            readings = [
                {"seriesId": meter, "start": iso(START + day * DAY + quarter * INTERVAL), "value": 1}
                for meter in (1, 2) for quarter in range(96)
            ]
            assert post_readings(server.port, readings).status == 200
        assert server.stop() == 0
    execute(city, "UPDATE reading_blocks SET payload = x'00' WHERE series_id = 2")
    with Server(city) as server:
        with Raw(server.port) as connection:
            connection.send(
                f"GET {EXPORTS}?series=1,2&from={iso(START)}&to={iso(START + 300 * DAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            )
            received = b""
            while data := connection.socket.recv(MEGABYTE):
                received += data
        assert received.startswith(b"HTTP/1.1 200 ") and b"meter-1," in received
        assert not received.endswith(b"0\r\n\r\n"), "the file that broke off looks whole"
        assert "Export failed." in server.log()
        server.stop()


def test_shutting_down_does_not_wait_for_a_long_export(large):
    """Last: the server is started anew for it."""
    home = large.home.parent / "again"
    shutil.copytree(large.home, home)
    with Server(home) as server:
        with Raw(server.port, receive_buffer=4096) as connection:
            connection.send(f"GET {year()} HTTP/1.1\r\nHost: localhost\r\n\r\n")
            connection.read_until(b"meter-1,")
            server.process.terminate()
            received = b""
            try:
                while data := connection.socket.recv(MEGABYTE):
                    received += data
            except ConnectionError:
                pass
            assert not received.endswith(b"0\r\n\r\n")
        assert server.stop() == 0
