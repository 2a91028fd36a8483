"""The database of a city, whichever engine it is on: looked at and changed from outside, past the program."""

import json
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWNER, APPLICATION = "urbangrid_owner", "urbangrid_application"
#: What a city's folder says of its database; without it, it is the embedded one.
SETTINGS = "database.json"


def settings_of(home):
    """Environment variables that choose the city's database."""
    file = Path(home) / SETTINGS
    return json.loads(file.read_text())["environment"] if file.exists() else {}


def execute(home, statement, *arguments):
    """Runs a statement; returns its rows."""
    file = Path(home) / SETTINGS
    if file.exists():
        return query(json.loads(file.read_text())["superuser"], with_literals(statement, arguments))
    database = sqlite3.connect(Path(home) / "urbangrid.sqlite", timeout=10)
    try:
        with database:
            return database.execute(statement, arguments).fetchall()
    finally:
        database.close()


def query(url, statement):
    told = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--field-separator=\x1f", "--pset=null=\x1e",
         "--set=ON_ERROR_STOP=1", "--dbname", url],
        input=statement, capture_output=True, text=True, timeout=60,
    )
    assert told.returncode == 0, told.stderr
    return [tuple(map(value, line.split("\x1f"))) for line in told.stdout.splitlines()]


def value(text):
    if text == "\x1e":
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def with_literals(statement, arguments):
    parts = statement.split("?")
    assert len(parts) == len(arguments) + 1, statement
    return parts[0] + "".join(literal(argument) + part for argument, part in zip(arguments, parts[1:]))


def literal(argument):
    if argument is None:
        return "NULL"
    return str(argument) if isinstance(argument, (int, float)) else "'" + argument.replace("'", "''") + "'"


class Postgres:
    """A PostgreSQL of the tests' own, which they may crash and start again."""

    def __init__(self, folder=None):
        """folder: where its data lie, such as a small disk; a new one where none is given."""
        self.folder = Path(folder or tempfile.mkdtemp(prefix="urbangrid-postgres-"))
        self.url = self._call("start")
        self.password = self.url.split(":")[2].split("@")[0]
        for role in (OWNER, APPLICATION):
            query(self.url, f"CREATE ROLE {role} LOGIN PASSWORD '{self.password}'")
        self.databases = 0

    def start(self):
        self._call("start")

    def crash(self):
        """No connection is told, nothing is written down that was not yet."""
        self._call("stop", "immediate")

    def remove(self):
        self._call("remove")

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def new_database(self, home, template="template0"):
        """Makes a database and says so in the city's folder. Returns its name."""
        self.databases += 1
        name = f"city_{self.databases}"
        query(self.url, f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        address = self.url.rsplit("/", 1)[0] + "/" + name
        Path(home).mkdir(parents=True, exist_ok=True)
        (Path(home) / SETTINGS).write_text(json.dumps({
            "name": name,
            "superuser": address,
            "environment": {
                "DATABASE_URL": address.replace("//urbangrid:", f"//{APPLICATION}:"),
                "URBANGRID_OWNER_DATABASE_URL": address.replace("//urbangrid:", f"//{OWNER}:"),
            },
        }))
        return name

    def copy_city(self, prepared, home):
        shutil.copytree(prepared, home)
        self.new_database(home, template=json.loads((Path(prepared) / SETTINGS).read_text())["name"])

    def _call(self, verb, *more):
        told = subprocess.run(
            [ROOT / "scripts/test-postgres", verb, self.folder, *more],
            capture_output=True, text=True, timeout=120,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout.strip()
