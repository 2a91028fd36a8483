"""Open-Meteo and OpenAQ on this machine, as far as the connectors ask them: recorded shapes, made-up values."""

import calendar
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

WEATHER_UNITS = {
    "temperature_2m": "°C", "relative_humidity_2m": "%", "shortwave_radiation": "W/m²",
    "direct_normal_irradiance": "W/m²", "wind_speed_10m": "m/s",
}
STATION = {
    "id": 5, "name": "Fontana", "timezone": "America/Los_Angeles", "isMobile": False, "isMonitor": True,
    "coordinates": {"latitude": 34.09, "longitude": -117.43},
    "sensors": [{"id": 51, "name": "pm25 µg/m³", "parameter": {"id": 2, "name": "pm25", "units": "µg/m³"}}],
}


def iso(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


class Provider:
    """Keeps every request as (path, query, headers); `status` other than 200 makes it fail."""

    def __init__(self):
        self.requests = []
        self.status = 200
        self.headers = {}
        self.offset = 0.0
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider.answer(self)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler):
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.requests.append((parts.path, query, dict(handler.headers)))
        body = self.body(parts.path, query) if self.status == 200 else {"error": True, "reason": "told to"}
        data = json.dumps(body).encode()
        handler.send_response(self.status)
        for name, value in {"Content-Type": "application/json", "Content-Length": len(data), **self.headers}.items():
            handler.send_header(name, str(value))
        handler.end_headers()
        handler.wfile.write(data)

    def body(self, path, query):
        if path == "/v1/forecast":
            return self.weather(query)
        if path == "/v3/locations":
            last = {"utc": iso(time.time() - 3600), "local": ""}
            return {"meta": {}, "results": [{**STATION, "datetimeLast": last}]}
        if path == "/v3/sensors/51/hours":
            hour = int(time.time()) // 3600 * 3600 - 7200
            return {"meta": {}, "results": [{
                "value": 8.25, "flagInfo": {"hasFlags": False},
                "parameter": {"id": 2, "name": "pm25", "units": "µg/m³"},
                "period": {"label": "1hour", "interval": "01:00:00", "datetimeFrom": {"utc": iso(hour)},
                           "datetimeTo": {"utc": iso(hour + 3600)}},
                "coverage": {"percentComplete": 100.0},
            }]}
        raise AssertionError(path)

    def weather(self, query):
        """The temperature is the number of the hour since 1970 modulo 40, so that a test knows it."""
        begin, end = (
            calendar.timegm(time.strptime(query[name], "%Y-%m-%d"))
            for name in ("start_date", "end_date")
        )
        times = list(range(begin, end + 86_400, 3600))
        hourly = {name: [1.5] * len(times) for name in WEATHER_UNITS}
        hourly["temperature_2m"] = [temperature(start) + self.offset for start in times]
        return {
            "latitude": float(query["latitude"]), "longitude": float(query["longitude"]), "generationtime_ms": 0.1,
            "utc_offset_seconds": 0, "timezone": "GMT", "timezone_abbreviation": "GMT", "elevation": 380.0,
            "hourly_units": {"time": "unixtime", **WEATHER_UNITS}, "hourly": {"time": times, **hourly},
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def temperature(start):
    return float(start // 3600 % 40)
