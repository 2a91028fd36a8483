"""Whole-program tests: the real binary, real sockets, real files.

URBANGRID_BIN names the program; the debug build is taken where it is not set.
"""

import shutil

import pytest

from city import make_city
from database import SETTINGS, Postgres
from program import BINARY, Server


@pytest.fixture(scope="session")
def prepared_city(tmp_path_factory):
    assert BINARY.exists(), f"there is no {BINARY}: build first"
    return make_city(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def postgres():
    server = Postgres()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def prepared_postgres_city(postgres, tmp_path_factory):
    home = tmp_path_factory.mktemp("prepared-postgres")
    postgres.new_database(home)
    return make_city(home)


@pytest.fixture
def city(request, tmp_path):
    """A city of the test's own: on the embedded engine, unless the test says otherwise."""
    if getattr(request, "param", "sqlite") == "sqlite":
        prepared = request.getfixturevalue("prepared_city")
    else:
        prepared = request.getfixturevalue("prepared_postgres_city")
    return copied(request, prepared, tmp_path / "city")


@pytest.fixture
def another_city(request, city, tmp_path):
    """The same once more, on the same engine, as it is before the test begins."""
    return copied(request, city, tmp_path / "another")


def copied(request, home, to):
    """A city with a database of its own; nothing may serve the other meanwhile."""
    if (home / SETTINGS).exists():
        request.getfixturevalue("postgres").copy_city(home, to)
    else:
        shutil.copytree(home, to)
    return to


@pytest.fixture(scope="module")
def server(prepared_city, tmp_path_factory):
    """One server for a module's tests, which must survive them all and end when it is asked to."""
    home = tmp_path_factory.mktemp("served") / "city"
    shutil.copytree(prepared_city, home)
    with Server(home) as server:
        yield server
        assert server.is_running(), f"the server died:\n{server.log()[-4000:]}"
        assert server.stop() == 0
