"""Readings at a steady rate: each request one interval of every meter, as line protocol, on a few connections.

Runs in a process of its own. Bodies are made of templates, so that the sender costs the server's machine little.
"""

import json
import socket
import sys
import threading
import time

INTERVAL = 900
TEMPLATES = 16
CONNECTIONS = 8


def tag(text):
    return text.replace(",", "\\,").replace("=", "\\=").replace(" ", "\\ ")


class Body:
    """One interval of all meters; the values differ from interval to interval."""

    def __init__(self, names):
        self.templates = [
            "".join(
                f"load,series={tag(name)} value={(meter * 37 + template * 101) % 4000 / 1000} @\n"
                for meter, name in enumerate(names)
            ).encode()
            for template in range(TEMPLATES)
        ]

    def at(self, moment):
        # A name holds no @.
        return self.templates[moment // INTERVAL % TEMPLATES].replace(b"@", str(moment).encode())


class Connection:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def post(self, body):
        """Returns the status."""
        self.socket.sendall(
            b"POST /api/v1/write?precision=s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        while (end := self.buffer.find(b"\r\n\r\n")) < 0:
            self._more()
        head = self.buffer[:end].lower()
        length = 0
        if (at := head.find(b"content-length:")) >= 0:
            length = int(head[at + 15:].split(b"\r\n", 1)[0])
        while len(self.buffer) < end + 4 + length:
            self._more()
        self.buffer = self.buffer[end + 4 + length:]
        return int(head.split(b" ", 2)[1])

    def _more(self):
        data = self.socket.recv(65_536)
        if not data:
            raise ConnectionError("the server closed the connection")
        self.buffer += data


class Sender:
    """Takes intervals in turn, each at the moment it is due."""

    def __init__(self, port, names, first, per_second):
        self.port, self.first, self.count = port, first, len(names)
        self.body, self.pause = Body(names), len(names) / per_second
        self.next, self.lock, self.ends = 0, threading.Lock(), threading.Event()
        self.sent = self.acknowledged = self.put_off = 0
        self.latest, self.others = 0.0, {}
        self.begun = time.monotonic()

    def run(self):
        connection = Connection(self.port)
        while not self.ends.is_set():
            with self.lock:
                number = self.next
                self.next += 1
                self.sent += self.count
            due = self.begun + number * self.pause
            time.sleep(max(0, due - time.monotonic()))
            body = self.body.at(self.first + number * INTERVAL)
            status = connection.post(body)
            while status == 503:
                # A full log: the same readings again, a little later.
                self.put_off += 1
                time.sleep(0.5)
                status = connection.post(body)
            with self.lock:
                self.latest = max(self.latest, time.monotonic() - due)
                if status == 204:
                    self.acknowledged += self.count
                else:
                    self.others[status] = self.others.get(status, 0) + 1


def main():
    port, first, per_second = map(int, sys.argv[1:4])
    sender = Sender(port, json.loads(sys.stdin.readline()), first, per_second)
    threads = [threading.Thread(target=sender.run) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    sys.stdin.readline()
    sender.ends.set()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - sender.begun
    print(json.dumps({
        "sent": sender.sent, "acknowledged": sender.acknowledged, "putOff": sender.put_off, "others": sender.others,
        "perSecond": sender.acknowledged / seconds, "latestSeconds": sender.latest,
    }))


if __name__ == "__main__":
    main()
