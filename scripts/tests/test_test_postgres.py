"""The PostgreSQL of the tests is a whole one, survives a crash, and goes away without a trace."""

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "test-postgres"


def call(*arguments):
    return subprocess.run([SCRIPT, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def test_a_crashed_server_comes_back_at_the_same_address_and_removing_it_ends_it():
    folder = Path(os.path.realpath("/tmp")) / f"test-postgres-{os.getpid()}"
    try:
        started = call("start", folder)
        assert started.returncode == 0, started.stderr
        url = started.stdout.strip()
        assert url.startswith("postgresql://urbangrid:")
        server = int((folder / "data/postmaster.pid").read_text().split()[0])
        assert call("start", folder).stdout.strip() == url, "a server that runs is left alone"
        assert int((folder / "data/postmaster.pid").read_text().split()[0]) == server
        assert call("stop", folder, "immediate").returncode == 0
        assert not is_alive(server)
        assert call("start", folder).stdout.strip() == url
        assert "database system was not properly shut down" in (folder / "log").read_text()
        server = int((folder / "data/postmaster.pid").read_text().split()[0])
    finally:
        removed = call("remove", folder)
    assert removed.returncode == 0, removed.stderr
    assert not folder.exists()
    assert not is_alive(server)


def test_a_folder_that_holds_something_else_is_not_removed(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    assert call("remove", tmp_path).returncode != 0
    assert (tmp_path / "thesis.txt").exists()


def is_alive(process):
    """A process that has ended and whose parent has not looked yet counts as gone."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False
