"""Line protocol as Telegraf sends it, and what the server says to it."""

import gzip
import time

from client import get, request


def write(port, lines, path="/api/v1/write?precision=s", packed=False, **more):
    body = lines if isinstance(lines, bytes) else "\n".join(lines).encode() + b"\n"
    headers = {"Content-Type": "text/plain; charset=utf-8", "User-Agent": "Telegraf/1.30.0 Go/1.22"}
    if packed:
        body = gzip.compress(body)
        headers["Content-Encoding"] = "gzip"
    return request(port, "POST", path, body, headers, **more)


def line(series, start, value):
    return f"load,host=head-end,series=meter-{series} value={value} {start}"


def metric(port, name):
    text = get(port, "/metrics").body.decode()
    return sum(float(row.rsplit(" ", 1)[1]) for row in text.splitlines() if row.startswith(name.removesuffix("}")))


def wait_for_compaction(port, seconds=120):
    """Until everything that was accepted is in its blocks."""
    end = time.monotonic() + seconds
    while 'urbangrid_ingest_log_readings{tenant="test"} 0' not in get(port, "/metrics").body.decode().splitlines():
        assert time.monotonic() < end, "the ingest log is not compacted"
        time.sleep(0.1)
