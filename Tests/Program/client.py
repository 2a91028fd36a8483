"""An HTTP client that is as polite, or as rude, as a test needs."""

import http.client
import json
import re
import socket

#: The API key that requests to a port show unless they bring a credential of their own; `Server` puts it there.
KEYS = {}
#: In `headers`: show no credential.
ANONYMOUS = {"Authorization": None}

REQUEST_LINE = re.compile(rb"(?:^|(?<=\r\n\r\n))[A-Z]+ [^ \r\n]+ HTTP/1\.[01]\r\n")


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.fields = [(name.lower(), value) for name, value in headers]
        self.headers = dict(self.fields)
        self.body = body

    def all(self, name):
        """The values of a header that may be there several times."""
        return [value for other, value in self.fields if other == name]

    def json(self):
        return json.loads(self.body)

    def assert_problem(self, *statuses):
        """Holds the answer to RFC 9457 as the API promises it."""
        assert self.status in statuses, f"{self.status}: {self.body[:300]!r}"
        assert self.headers.get("content-type") == "application/problem+json", self.headers
        problem = self.json()
        assert problem["status"] == self.status
        assert problem["requestId"] and problem["requestId"] == self.headers["x-request-id"]
        assert problem["type"].startswith("urn:urbangrid:problem:")
        text = self.body.decode()
        for leak in ("/work", "/tmp", "SELECT ", "INSERT ", ".swift", "Error("):
            assert leak not in text, text
        return problem


def request(port, method, path, body=None, headers=None, timeout=30):
    headers = {**({"Authorization": f"Bearer {KEYS[port]}"} if port in KEYS else {}), **(headers or {})}
    headers = {name: value for name, value in headers.items() if value is not None}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.getheaders(), answer.read())
    finally:
        connection.close()


def get(port, path, **more):
    return request(port, "GET", path, **more)


def post_readings(port, readings, **more):
    body = readings if isinstance(readings, (bytes, str)) else json.dumps({"readings": readings})
    return request(port, "POST", "/api/v1/readings", body, {"Content-Type": "application/json"}, **more)


class Raw:
    """A TCP connection that sends what it is told to, as HTTP or not.

    Every request that begins in what is sent gets the port's API key, unless `anonymous`.
    """

    def __init__(self, port, timeout=20, receive_buffer=None, anonymous=False):
        self.key = None if anonymous else KEYS.get(port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(timeout)
        self.socket.connect(("127.0.0.1", port))
        self.buffer = b""

    def send(self, data):
        data = data if isinstance(data, bytes) else data.encode()
        if self.key and b"authorization:" not in data.lower():
            header = f"Authorization: Bearer {self.key}\r\n".encode()
            data = REQUEST_LINE.sub(lambda line: line[0] + header, data)
        self.socket.sendall(data)
        return self

    def answer(self):
        """The next answer, by its Content-Length."""
        head = self._until(b"\r\n\r\n").decode("latin-1")
        lines = head.split("\r\n")
        headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if line]
        length = int(dict((name.lower(), value) for name, value in headers).get("content-length", 0))
        while len(self.buffer) < length:
            self._more()
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Answer(int(lines[0].split(" ")[1]), headers, body)

    def read_until(self, end):
        return self._until(end)

    def is_closed_within(self, seconds):
        """Reads on until the other side ends the connection; False when it does not in time."""
        self.socket.settimeout(seconds)
        try:
            while self.socket.recv(65_536):
                pass
            return True
        except ConnectionError:
            return True
        except TimeoutError:
            return False

    def _until(self, end):
        while end not in self.buffer:
            self._more()
        index = self.buffer.index(end) + len(end)
        found, self.buffer = self.buffer[:index], self.buffer[index:]
        return found

    def _more(self):
        data = self.socket.recv(65_536)
        if not data:
            raise ConnectionError(f"ended after {self.buffer[:300]!r}")
        self.buffer += data

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
