"""A browser and a running UrbanGrid for the tests.

URBANGRID_BIN names the program: it is started with the demo city on a free port, in a directory of its own, and ended
when the tests are through. URBANGRID_URL uses a demo that runs already instead, URBANGRID_LOGINS names the
demo-logins.json of its directory. CHROMIUM names the browser; without it, Playwright's own is taken.
"""

import os
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from people import ADMIN, People
from playwright.sync_api import expect, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]
# A debug build loads a year of readings and trains both models in this time on two slow cores.
START_SECONDS = int(os.environ.get("URBANGRID_START_SECONDS", "600"))
# An hour every fifteen seconds: soon enough to see values change, slow enough for a debug build to keep up.
DEMO_ARGUMENTS = os.environ.get("URBANGRID_DEMO_ARGUMENTS", "--speed 240")


_people: dict[str, People] = {}


def get(url: str, path: str, role: str = ADMIN):
    """What the server answers one of the demo's people."""
    return _people[url].request("GET", path, role=role)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _has_forecasts(url: str) -> bool:
    try:
        zones = get(url, "/zones")["zones"]
    except (urllib.error.URLError, OSError, StopIteration):
        return False
    return bool(zones) and all(zone["nextPeak"] for zone in zones)


def _wait_for(server: subprocess.Popen, url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _has_forecasts(url):
        if server.poll() is not None:
            pytest.exit(f"the server ended with {server.returncode}:\n{_tail(log)}", 1)
        if time.monotonic() > deadline:
            pytest.exit(f"the server had no forecasts after {START_SECONDS} s:\n{_tail(log)}", 1)
        time.sleep(0.5)


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-4000:]


@pytest.fixture(scope="session")
def base_url(tmp_path_factory):
    given = os.environ.get("URBANGRID_URL")
    if given:
        url = given.rstrip("/")
        logins = os.environ.get("URBANGRID_LOGINS")
        if not logins:
            pytest.exit("set URBANGRID_LOGINS to the demo-logins.json of the demo that runs", 1)
        _people[url] = People(url, Path(logins))
        yield url
        return
    program = os.environ.get("URBANGRID_BIN")
    if not program:
        pytest.exit("set URBANGRID_BIN to the program, or URBANGRID_URL to a server that runs", 1)
    port = free_port()
    home = tmp_path_factory.mktemp("city")
    log = home / "server.log"
    started = time.monotonic()
    arguments = ["demo", "--directory", str(home), "--port", str(port), *shlex.split(DEMO_ARGUMENTS)]
    with log.open("wb") as output:
        server = subprocess.Popen([program, *arguments], cwd=ROOT, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    _people[url] = People(url, home / "demo-logins.json")
    try:
        _wait_for(server, url, log)
        print(f"\nThe demo was ready after {time.monotonic() - started:.0f} s.")
        yield url
        assert server.poll() is None, f"the server ended during the tests:\n{_tail(log)}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("CHROMIUM") or None
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def people(base_url):
    return _people[base_url]


def sign_in(context, people, person):
    """Makes a browser's pages those of a person: a role's, or one whom /api/v1/me is to tell of; None: nobody's."""
    context.clear_cookies()
    if person is None:
        return
    context.add_cookies([people.cookie(person if isinstance(person, str) else ADMIN)])
    if not isinstance(person, str):
        context.route("**/api/v1/me", lambda way: way.fulfill(json=person))


@pytest.fixture
def open_page(browser, base_url, people):
    """Opens a path and, at the end, holds the page to a console without errors and a server without failures.

    `route` is for tests that fake an answer: a function of the context. `expects` are statuses that the test provokes.
    `person` is who is signed in: one of the demo's roles, or what /api/v1/me is to answer; None: nobody.
    """
    contexts, complaints = [], []

    def open_at(path, scheme="light", width=1440, height=900, route=None, expects=(404,), ready=True, motion="no-preference", person=ADMIN):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion=motion)
        contexts.append(context)
        sign_in(context, people, person)
        if route:
            route(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on("console", lambda message: _listen(message, path, complaints))
        page.on(
            "response",
            lambda response: complaints.append(f"{path}: {response.status} from {response.url}")
            if response.status >= 400 and response.status not in expects and not (person is None and response.status == 401)
            else None,
        )
        page.goto(base_url + path)
        page.wait_for_selector("main h1")
        if ready:
            # Not wait_for_function: it needs eval, which the server's Content-Security-Policy refuses.
            expect(page.locator("main .skeleton")).to_have_count(0, timeout=30_000)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


def _listen(message, path, complaints):
    # What a request answered is judged by its status, above.
    if message.type == "error" and "Failed to load resource" not in message.text:
        complaints.append(f"{path}: {message.text}")
