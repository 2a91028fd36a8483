"""A browser and a running UrbanGrid for the tests.

URBANGRID_URL reuses a server that runs already; otherwise the program named by URBANGRID_BIN is started with the demo
city on a free port, in a directory of its own. Chromium is CHROMIUM, or /usr/bin/chromium where Debian puts it.
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
from playwright.sync_api import expect, sync_playwright

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
START_SECONDS = int(os.environ.get("URBANGRID_START_SECONDS", "600"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/api/v1/zones", timeout=5) as answer:
            return b'"zones":[{' in answer.read().replace(b" ", b"")
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def base_url(tmp_path_factory):
    given = os.environ.get("URBANGRID_URL")
    if given:
        yield given.rstrip("/")
        return
    program = os.environ.get("URBANGRID_BIN")
    if not program:
        pytest.skip("neither URBANGRID_URL nor URBANGRID_BIN is set")
    port = _free_port()
    home = tmp_path_factory.mktemp("city")
    log = home / "server.log"
    more = shlex.split(os.environ.get("URBANGRID_DEMO_ARGUMENTS", "--speed 360"))
    arguments = ["demo", "--directory", str(home), "--port", str(port), *more]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [program, *arguments], cwd=Path(__file__).parents[2], stdout=output, stderr=output
        )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _is_ready(url):
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the server did not come up:\n{log.read_text(errors='replace')[-4000:]}")
            time.sleep(0.5)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="session")
def browser():
    executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        options = {"args": CHROMIUM_FLAGS}
        if os.path.exists(executable):
            options["executable_path"] = executable
        chromium = playwright.chromium.launch(**options)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, base_url):
    """Opens a path and, at the end, holds the page to a console without errors."""
    contexts, complaints = [], []

    def open_at(path, scheme="light", width=1440, height=900):
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{path}: {error}"))
        page.on(
            "console",
            lambda message: complaints.append(f"{path}: {message.text}")
            if message.type == "error" and "status of 404" not in message.text
            else None,
        )
        page.goto(base_url + path)
        page.wait_for_selector("main h1", timeout=30_000)
        # Not wait_for_function: it needs eval, which the server's Content-Security-Policy refuses.
        expect(page.locator("main .skeleton")).to_have_count(0, timeout=30_000)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []
