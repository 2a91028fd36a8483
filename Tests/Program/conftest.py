"""Whole-program tests: the real binary, real sockets, real files.

URBANGRID_BIN names the program; the debug build is taken where it is not set.
"""

import shutil

import pytest

from city import make_city
from database import Postgres
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
    home = tmp_path / "city"
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copytree(request.getfixturevalue("prepared_city"), home)
    else:
        prepared = request.getfixturevalue("prepared_postgres_city")
        request.getfixturevalue("postgres").copy_city(prepared, home)
    return home


@pytest.fixture(scope="module")
def server(prepared_city, tmp_path_factory):
    """One server for a module's tests, which must survive them all and end when it is asked to."""
    home = tmp_path_factory.mktemp("served") / "city"
    shutil.copytree(prepared_city, home)
    with Server(home) as server:
        yield server
        assert server.is_running(), f"the server died:\n{server.log()[-4000:]}"
        assert server.stop() == 0
