"""The live server is what its description says: schemathesis makes requests from the description, and holds every answer to it.

`pytest Tests/Program/test_described.py --minutes 10` runs for so long; without it, a short run.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from client import get
from isolation import UNLIMITED, add_people, sign_in
from program import Server

SHORT_SECONDS = 25
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "unsupported_method", "allow_header_conformance", "ignored_auth",
]
#: Not asked: they would have the server ask a provider in the internet, end the session of who asks, or suspend their tenant.
LEFT_OUT = ["changeConnector", "runConnector", "signOut", "changeTenant"]


@pytest.fixture(scope="module")
def server(prepared_city, tmp_path_factory):
    home = tmp_path_factory.mktemp("described") / "city"
    shutil.copytree(prepared_city, home)
    add_people(home, {"admin@test.example": (1, "admin", True)})
    with Server(home, **UNLIMITED) as server:
        yield server
        assert server.is_running(), f"the server died:\n{server.log()[-4000:]}"
        assert server.stop() == 0


@pytest.mark.parametrize("who", ["key", "session"])
def test_every_answer_is_as_described(server, who, request, tmp_path):
    seconds = SHORT_SECONDS
    if minutes := request.config.getoption("--minutes"):
        # Half each.
        seconds = round(minutes * 30)
    if who == "key":
        token = (server.home / "api-key").read_text()
    else:
        token = sign_in(server.port, "admin@test.example")["accessToken"]
    ran = subprocess.run(
        [
            Path(sys.executable).parent / "st", "run", f"http://127.0.0.1:{server.port}/api/v1/openapi.json",
            "--header", f"Authorization: Bearer {token}", "--checks", ",".join(CHECKS), "--max-time", str(seconds),
            "--continue-on-failure", "--no-color", "--request-timeout", "30", "--generation-database", "none",
            "--warnings", "off",
            *(word for name in LEFT_OUT for word in ("--exclude-operation-id", name)),
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=seconds + 300,
    )
    (server.home / f"schemathesis-{who}.txt").write_text(ran.stdout + ran.stderr)
    told = ran.stdout[-4000:]
    print("\n" + "\n".join(line for line in told.splitlines() if re.search(r"generated|found|Operations|passed|failed", line)))
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr[-2000:]
    assert get(server.port, "/health").json() == {"status": "alive"}
