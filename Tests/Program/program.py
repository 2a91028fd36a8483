"""Runs the real program: what the tests here start, kill and look at from outside."""

import os
import re
import resource
import signal
import subprocess
import threading
import time
from pathlib import Path

from client import KEYS
from database import settings_of

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("URBANGRID_BIN", ROOT / ".build/debug/urbangrid")).resolve()
START_SECONDS = 60
#: Of the tests' installations: on PostgreSQL the program makes none itself.
SECRET_KEY = "A" * 43
#: Tests ask faster than people and programs do; those of the limits set their own.
UNLIMITED = {f"URBANGRID_RATE_{kind}": "off" for kind in ("ADDRESS", "READ", "WRITE", "EXPORT")}


def environment(home, **more):
    """The program's settings, and nothing of the developer's own."""
    kept = {
        name: value for name, value in os.environ.items()
        if not name.startswith("URBANGRID_") and name != "DATABASE_URL"
    }
    settings = {
        "URBANGRID_DIRECTORY": str(home), "URBANGRID_PORT": "0", "URBANGRID_SECRET_KEY": SECRET_KEY, "URBANGRID_WEB_ROOT": str(web_root(home)),
        **UNLIMITED, **settings_of(home), **more,
    }
    return {**kept, **settings}


def web_root(home):
    """A page to serve: these tests do not need the built web app."""
    folder = Path(home) / "web"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text("<!doctype html><title>UrbanGrid</title>")
    return folder


def run(home, *arguments, timeout=120, **settings):
    """A command of the program, to its end. settings: more of the environment."""
    return subprocess.run(
        [BINARY, *map(str, arguments)], env=environment(home, **settings), capture_output=True, text=True, timeout=timeout
    )


def limit_files(largest):
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    # The write is to fail, not the process.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


class Server:
    """`urbangrid serve` on a free port."""

    def __init__(self, home, largest_file=None, **settings):
        """largest_file: bytes beyond which a file of the server's cannot grow, as on a full disk.
        settings: more of the environment.
        """
        self.home = Path(home)
        self.log_path = self.home / f"server-{time.monotonic_ns()}.log"
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [BINARY, "serve"], env=environment(home, **settings), stdout=subprocess.PIPE, stderr=log,
                preexec_fn=(lambda: limit_files(largest_file)) if largest_file else None,
            )
        self.port = self._read_port()
        key = self.home / "api-key"
        if key.exists():
            KEYS[self.port] = key.read_text()

    def _read_port(self):
        lines = []
        # A server that says nothing must not hang the tests.
        watchdog = threading.Timer(START_SECONDS, self.process.kill)
        watchdog.start()
        try:
            for line in self.process.stdout:
                lines.append(line.decode())
                found = re.search(r"http://127\.0\.0\.1:(\d+)/", lines[-1])
                if found:
                    return int(found.group(1))
        finally:
            watchdog.cancel()
        raise AssertionError(f"the server did not start:\n{''.join(lines)}{self.log()[-4000:]}")

    def log(self):
        return self.log_path.read_text(errors="replace")

    def is_running(self):
        return self.process.poll() is None

    def kill(self):
        """As a lost process: no handler runs, nothing is flushed."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        self.process.stdout.close()

    def stop(self, seconds=30):
        """Asks it to end. Returns the exit status; fails when it takes longer than `seconds`."""
        if self.is_running():
            self.process.terminate()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(30)
            raise AssertionError(f"the server did not end within {seconds} s of SIGTERM") from None
        finally:
            self.process.stdout.close()
        return status

    def memory(self):
        """Resident memory in bytes, as the kernel counts it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_running():
            self.kill()
