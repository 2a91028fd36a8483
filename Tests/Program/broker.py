"""A real mosquitto broker on a free port, and a publisher that speaks just enough MQTT 3.1.1."""

import shutil
import socket
import struct
import subprocess
import time

import pytest

MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")
requires_mosquitto = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Broker:
    """Keeps sessions and messages over a restart, as an operator's broker does."""

    def __init__(self, folder, certificate=None):
        """certificate: a `Certificate` to listen with for TLS, too."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.config = folder / "mosquitto.conf"
        self.config.write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous false\npassword_file {folder}/passwords\n"
            f"persistence true\npersistence_location {folder}/\nautosave_interval 1\n"
            "max_queued_messages 100000\nuser root\nlog_type error\nlog_type warning\n"
        )
        if certificate:
            self.tls_port = free_port()
            with self.config.open("a") as config:
                config.write(
                    f"listener {self.tls_port} 127.0.0.1\ncertfile {certificate.file}\nkeyfile {certificate.key}\n"
                )
        subprocess.run(
            ["mosquitto_passwd", "-b", "-c", str(folder / "passwords"), "grid", "s@fe"], check=True, capture_output=True
        )
        (folder / "passwords").chmod(0o600)
        self.process = None
        self.start()

    @property
    def url(self):
        return f"mqtt://grid:s%40fe@127.0.0.1:{self.port}"

    @property
    def tls_url(self):
        return f"mqtts://grid:s%40fe@127.0.0.1:{self.tls_port}"

    def start(self):
        self.process = subprocess.Popen(
            [MOSQUITTO, "-c", str(self.config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, "mosquitto does not start"
                assert time.monotonic() < end, "mosquitto does not listen"
                time.sleep(0.05)

    def stop(self):
        """Ends it in peace: it saves its sessions and messages."""
        self.process.terminate()
        self.process.wait(10)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)


class Publisher:
    """Publishes with QoS 1, one message after the other, each once the broker has it."""

    def __init__(self, broker):
        self.socket = socket.create_connection(("127.0.0.1", broker.port), 10)
        self.message = 0
        body = self._text("MQTT") + bytes([4, 0xC2]) + struct.pack(">H", 60)
        body += self._text("publisher") + self._text("grid") + self._text("s@fe")
        self._send(0x10, body)
        assert self._packet() == (0x20, b"\0\0"), "the broker refuses the publisher"

    def publish(self, topic, payload):
        self.message = self.message % 65_535 + 1
        payload = payload if isinstance(payload, bytes) else payload.encode()
        self._send(0x32, self._text(topic) + struct.pack(">H", self.message) + payload)
        assert self._packet() == (0x40, struct.pack(">H", self.message))

    def close(self):
        self._send(0xE0, b"")
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @staticmethod
    def _text(text):
        return struct.pack(">H", len(text.encode())) + text.encode()

    def _send(self, kind, body):
        length, size = len(body), b""
        while True:
            length, digit = divmod(length, 128)
            size += bytes([digit | (0x80 if length else 0)])
            if not length:
                break
        self.socket.sendall(bytes([kind]) + size + body)

    def _packet(self):
        kind, size = self._read(2)
        return kind, self._read(size)

    def _read(self, count):
        data = b""
        while len(data) < count:
            some = self.socket.recv(count - len(data))
            assert some, "the broker closed the connection"
            data += some
        return data
