"""Many clients that each ask, read the answer, think, and ask something else: as many open pages do.

Runs in a process of its own: clients.py PORT CLIENTS SECONDS THINK_SECONDS, the queries as JSON on standard input, each a
list of paths of which one is asked for at a time. Prints every latency in milliseconds, by query.
"""

import asyncio
import json
import random
import sys
import time


async def exchange(reader, writer, path):
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line[15:])
    await reader.readexactly(length)
    return int(head.split(b" ", 2)[1])


async def client(number, port, queries, until, think, latencies, bad):
    chance = random.Random(number)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    # So that they do not begin in step.
    await asyncio.sleep(chance.uniform(0, think))
    while time.monotonic() < until:
        query = chance.randrange(len(queries))
        begun = time.monotonic()
        status = await exchange(reader, writer, chance.choice(queries[query]))
        latencies[query].append((time.monotonic() - begun) * 1000)
        if status != 200:
            bad[query] += 1
        await asyncio.sleep(chance.uniform(0, 2 * think))
    writer.close()


async def main():
    port, count, seconds = map(int, sys.argv[1:4])
    queries = json.load(sys.stdin)
    latencies, bad = [[] for _ in queries], [0] * len(queries)
    until = time.monotonic() + seconds
    await asyncio.gather(
        *(client(n, port, queries, until, float(sys.argv[4]), latencies, bad) for n in range(count)))
    print(json.dumps({"latencies": latencies, "bad": bad}))


if __name__ == "__main__":
    asyncio.run(main())
