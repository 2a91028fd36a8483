"""A dump of the earlier prototype, as mongodump and mongoexport write it, flows in and says what becomes of it."""

import datetime
import gzip
import json
import random
import struct

import bson
import bson.json_util
import pytest

from city import INTERVAL, START, readings_of
from client import get
from database import execute
from program import Server, run

ROWS = 400
METER = bson.ObjectId("64b0f00000000000000000aa")


def moment(index, step=INTERVAL):
    return datetime.datetime.fromtimestamp(START + index * step, datetime.timezone.utc)


def value(index):
    return 0.25 + index % 9 / 8


def documents():
    square = [[[-117.5, 34.0], [-117.4, 34.0], [-117.4, 34.1], [-117.5, 34.0]]]
    return {
        "zones": [
            {
                "_id": bson.ObjectId("64b0f0000000000000000001"), "code": "OLD-1", "zone_name": "Old town",
                "geometry": {"type": "Polygon", "coordinates": square}, "population": 1200, "capacity_kw": 900.5,
                "mayor": {"name": "Ada", "since": moment(0)},
            },
            {"_id": "OLD-2", "bounds": {"west": 1.0, "east": 2.0, "south": 3.0, "north": 4.0},
             "capacity_kw": bson.Decimal128("12.5")},
        ],
        "households": [
            {"_id": METER, "zone_id": bson.ObjectId("64b0f0000000000000000001"), "meter_id": "SM-1", "people": 3},
            {"_id": "H2", "zone_id": "OLD-2"},
        ],
        "meter_readings": [
            {"_id": bson.ObjectId(), "household_id": METER, "timestamp": moment(i), "kwh": value(i), "rssi": -70}
            for i in range(ROWS)
        ] + [{"_id": i, "household_id": "H2", "timestamp": moment(i), "kwh": bson.Int64(2)} for i in range(3)],
        "air_climate_readings": [
            {"_id": i, "zone_id": "OLD-1", "timestamp": moment(i, 3600), "temperature": 10.5 + i, "humidity": 40,
             "noise_db": 55} for i in range(24)
        ],
        "grid_edges": [{"_id": 1, "from": "A", "to": "B", "capacity": 10.0}],
        "alerts": [{"_id": 1, "text": "transformer hot", "at": moment(1)}],
        "policies": [{"_id": "p", "rule": {"max": 5}}],
        "constraint_events": [{"_id": 7, "asset": "T-1"}],
    }


def mongodump(folder, dump, packed):
    database = folder / "urbangrid"
    database.mkdir(parents=True)
    for name, items in dump.items():
        data = b"".join(bson.encode(item) for item in items)
        (database / f"{name}.bson{'.gz' if packed else ''}").write_bytes(gzip.compress(data) if packed else data)
        (database / f"{name}.metadata.json").write_text('{"indexes":[]}')
    return folder


def archive(file, dump):
    """Magic, prelude, then the collections' blocks by turns, as mongodump interleaves them."""
    end = struct.pack("<i", -1)
    parts = [struct.pack("<I", 0x8199E26D), bson.encode({"concurrent_collections": 4, "version": "0.1"})]
    parts += [bson.encode({"db": "urbangrid", "collection": name, "metadata": "{}", "size": 1}) for name in dump] + [end]
    left = {name: list(items) for name, items in dump.items()}
    while left:
        for name in list(left):
            head = {"db": "urbangrid", "collection": name, "EOF": not left[name], "CRC": bson.Int64(1)}
            block, left[name] = left[name][:100], left[name][100:]
            parts += [bson.encode(head), *map(bson.encode, block), end]
            if head["EOF"]:
                del left[name]
    file.write_bytes(b"".join(parts))
    return file


def mongoexport(folder, dump, options, as_array):
    folder.mkdir()
    for name, items in dump.items():
        lines = [bson.json_util.dumps(item, json_options=options) for item in items]
        text = "[" + ",\n".join(lines) + "]" if as_array else "\n".join(lines) + "\n"
        (folder / f"{name}.json").write_text(text)
    return folder


def make(kind, folder):
    dump = documents()
    match kind:
        case "dump": return mongodump(folder / "dump", dump, False)
        case "dump.gz": return mongodump(folder / "dump", dump, True)
        case "archive": return archive(folder / "dump.archive", dump)
        case "export": return mongoexport(folder / "export", dump, bson.json_util.CANONICAL_JSON_OPTIONS, False)
        case "relaxed array": return mongoexport(folder / "export", dump, bson.json_util.RELAXED_JSON_OPTIONS, True)
        case "legacy": return mongoexport(folder / "export", dump, bson.json_util.LEGACY_JSON_OPTIONS, False)


def state(city):
    tables = ("zones", "assets", "series", "archived_documents", "reading_blocks", "reading_revisions")
    return {table: execute(city, f"SELECT * FROM {table} ORDER BY 1, 2, 3") for table in tables}


KINDS = ("dump", "dump.gz", "archive", "export", "relaxed array", "legacy")


# What is read does not depend on where it is stored: one of them does for the other engine.
@pytest.mark.parametrize(
    "city,kind", [("sqlite", kind) for kind in KINDS] + [("postgres", "export")], indirect=["city"])
def test_a_dump_flows_in_and_twice_changes_nothing(city, tmp_path, kind):
    path = make(kind, tmp_path)
    before = state(city)
    dry = run(city, "import", "mongo", path, "--tenant", "test", "--dry-run")
    assert dry.returncode == 0, dry.stdout + dry.stderr
    assert state(city) == before
    assert "Nothing was stored." in dry.stdout
    assert "alerts: 1 documents → kept whole" in dry.stdout
    assert "meter_readings: nothing is made of rssi" in dry.stdout
    done = run(city, "import", "mongo", path, "--tenant", "test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Stored: {ROWS + 3 + 48} new readings, 0 revised, 0 unchanged." in done.stdout, done.stdout
    assert execute(city, "SELECT code, population, capacity_kw FROM zones WHERE code LIKE 'OLD%' ORDER BY code") == [
        ("OLD-1", 1200, 900.5), ("OLD-2", 0, 12.5),
    ]
    kept = dict(execute(city, "SELECT collection, COUNT(*) FROM archived_documents GROUP BY collection"))
    assert kept == {
        "zones": 2, "households": 2, "air_climate_readings": 24, "grid_edges": 1, "alerts": 1, "policies": 1,
        "constraint_events": 1,
    }
    [(zone,)] = execute(
        city, "SELECT document FROM archived_documents WHERE collection = 'zones' AND document_id LIKE '64b%'")
    assert json.loads(zone)["mayor"]["name"] == "Ada"
    [(series, zone_code)] = execute(
        city, "SELECT series_id, zones.code FROM series JOIN zones USING (tenant_id, zone_id) WHERE external_name = 'SM-1'")
    assert zone_code == "OLD-1"
    first = state(city)
    again = run(city, "import", "mongo", path, "--tenant", "test")
    assert f"Stored: 0 new readings, 0 revised, {ROWS + 3 + 48} unchanged." in again.stdout, again.stdout
    assert state(city) == first
    with Server(city) as server:
        stored = readings_of(get, server.port, series, START, START + ROWS * INTERVAL)
        assert stored == {START + i * INTERVAL: value(i) for i in range(ROWS)}


def test_faults_are_named_by_document_and_nothing_is_stored(city, tmp_path):
    dump = documents()
    dump["meter_readings"][1]["timestamp"] += datetime.timedelta(seconds=7)
    dump["meter_readings"][2]["kwh"] = "many"
    dump["meter_readings"][3]["household_id"] = "nobody"
    dump["zones"][1].pop("capacity_kw")
    before = state(city)
    path = mongodump(tmp_path / "dump", dump, False)
    outcome = run(city, "import", "mongo", path, "--tenant", "test")
    assert outcome.returncode == 1
    assert "4 faults" in outcome.stdout, outcome.stdout
    for text in ("meter_readings.bson, document 2, column timestamp", "--align floor", "document 3, column kwh",
                 "document 4, column household_id", "zones.bson, document 2, column capacity_kw", "--zone-capacity-kw"):
        assert text in outcome.stdout, outcome.stdout
    assert state(city) == before
    del dump["meter_readings"][2:4]
    path = mongodump(tmp_path / "mended", dump, False)
    floored = run(city, "import", "mongo", path, "--tenant", "test", "--align", "floor", "--zone-capacity-kw", "5")
    assert floored.returncode == 0, floored.stdout + floored.stderr


def test_names_of_fields_and_the_end_of_intervals_can_be_given(city, tmp_path):
    dump = documents()
    dump["meter_readings"] = [
        {"_id": i, "device": {"no": "SM-1"}, "until": moment(i + 1), "energy": value(i)} for i in range(10)
    ]
    path = mongodump(tmp_path / "dump", dump, False)
    fields = tmp_path / "fields.json"
    fields.write_text(json.dumps(
        {"meter_readings": {"meter": ["device.no"], "time": ["until"], "value": ["energy"]}}))
    arguments = ("import", "mongo", path, "--tenant", "test", "--fields", fields, "--time", "end")
    outcome = run(city, *arguments)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    [(series,)] = execute(city, "SELECT series_id FROM series WHERE external_name = 'SM-1'")
    with Server(city) as server:
        assert readings_of(get, server.port, series, START, START + 10 * INTERVAL) == {
            START + i * INTERVAL: value(i) for i in range(10)
        }
    fields.write_text('{"meter_readings": {"colour": ["x"]}}')
    refused = run(city, *arguments)
    assert refused.returncode != 0 and "colour" in refused.stderr


def test_damaged_and_hostile_dumps_change_nothing_and_crash_nothing(city, tmp_path):
    sound = b"".join(bson.encode(item) for item in documents()["meter_readings"][:5])
    deep = b"\x05\x00\x00\x00\x00"
    for _ in range(2000):
        deep = struct.pack("<i", len(deep) + 8) + b"\x03a\x00" + deep + b"\x00"
    hostile = [
        b"", sound[:-3], b"\xff\xff\xff\x7f" + sound, b"\x05\x00\x00\x00\x01", b"\x04\x00\x00\x00", deep,
        struct.pack("<I", 0x8199E26D), struct.pack("<I", 0x8199E26D) + b"\xff" * 64,
        b"\x10\x00\x00\x00\x02a\x00\xff\xff\xff\x7fx\x00\x00\x00\x00",
    ]
    source = random.Random(5)
    for _ in range(25):
        data = bytearray(sound)
        for _ in range(source.randrange(1, 6)):
            data[source.randrange(len(data))] = source.randrange(256)
        hostile.append(bytes(data))
    texts = ['{"_id": {"$oid": "x"}}', "{" * 5000, '{"a": ' * 3000 + "1" + "}" * 3000, '{"a": 1} trailing', '{"a": "', "\x00"]
    before = state(city)
    for number, data in enumerate(hostile + [text.encode() for text in texts]):
        file = tmp_path / f"meter_readings.{'bson' if number < len(hostile) else 'json'}"
        file.write_bytes(data)
        outcome = run(city, "import", "mongo", file, "--tenant", "test")
        assert outcome.returncode >= 0, f"{number}: it crashed: {outcome.stderr[-2000:]}"
        if data:
            assert outcome.returncode != 0, f"{number}: {outcome.stdout}"
        assert state(city) == before, number
