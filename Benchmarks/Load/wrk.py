"""wrk (github.com/wg/wrk): clients that never pause."""

import json
import re
import subprocess
from pathlib import Path


def never_pausing(port, paths, key, clients, seconds, folder):
    """(p50 ms, p99 ms, requests a second, bad) of so many clients, who ask for the paths in turns."""
    script = Path(folder) / "paths.lua"
    script.write_text(
        f"wrk.headers['Authorization'] = 'Bearer {key}'\n"
        "local paths = {" + ", ".join(json.dumps(path) for path in paths) + "}\nlocal next = 0\n"
        "function request()\n  next = next % #paths + 1\n  return wrk.format('GET', paths[next])\nend\n")
    told = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s", "--timeout", "10s",
         "--latency", "--script", script, f"http://127.0.0.1:{port}/"], capture_output=True, text=True, check=True,
    ).stdout

    def milliseconds(share):
        value, unit = re.search(rf"\b{share}%\s+([\d.]+)(us|ms|s|m)\b", told).groups()
        return float(value) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[unit]

    bad = sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", told))
    bad += sum(int(n) for line in re.findall(r"Socket errors: (.*)", told) for n in re.findall(r"\d+", line))
    return milliseconds(50), milliseconds(99), float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1)), bad
