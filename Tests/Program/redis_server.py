"""A real Redis server on a free port."""

import shutil
import socket
import subprocess
import time

import pytest

from broker import free_port

REDIS = shutil.which("redis-server")
requires_redis = pytest.mark.skipif(REDIS is None, reason="redis-server is not installed")


class Redis:
    def __init__(self, folder, password):
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.password = password
        self.process = subprocess.Popen(
            [REDIS, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder),
             "--requirepass", password], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert time.monotonic() < end and self.process.poll() is None, "redis-server did not start"
                time.sleep(0.05)

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}"

    def kill(self):
        self.process.kill()
        self.process.wait(20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
