"""The peer of authenticated reads: FastAPI on uvicorn, as its users would write it for speed: uvloop and httptools, asyncpg's
pool with its prepared statements, orjson, no response model (it would only make it slower).

It serves `GET /api/v1/series/{id}` and `GET /api/v1/series` from UrbanGrid's own PostgreSQL, with the same JSON. A request
is authenticated as there: the key's hash is compared with the stored one, and what was found is remembered for ten seconds.
It counts no limits, writes no access log, keeps no statistics of keys, and reads as a role that row-level security does not
hold.

DATABASE_URL names the database.
"""

import hashlib
import hmac
import os
import time
from contextlib import asynccontextmanager
from datetime import datetime, timezone

import asyncpg
import orjson
from fastapi import Depends, FastAPI, HTTPException, Request, Response

REMEMBERED_SECONDS = 10
UNITS = {"activeEnergyImport": "kWh", "activeEnergyExport": "kWh"}
SELECT = """
    SELECT series.series_id, series.external_name, series.name, series.subject_kind, series.subject_id, series.zone_id,
        series.quantity, series.interval_seconds, series.is_derived, COALESCE(zones.name, assets.name) AS asset_name,
        extents.reading_count, extents.first_start, extents.last_start
    FROM series
    LEFT JOIN zones ON series.subject_kind = 'zone' AND zones.tenant_id = series.tenant_id
        AND zones.zone_id = series.subject_id
    LEFT JOIN assets ON series.subject_kind <> 'zone' AND assets.tenant_id = series.tenant_id
        AND assets.asset_id = series.subject_id
    LEFT JOIN series_extents AS extents ON extents.tenant_id = series.tenant_id AND extents.series_id = series.series_id
    WHERE series.tenant_id = $1
"""
ONE = SELECT + " AND series.series_id = $2"
LIST = SELECT + " AND series.subject_kind = $2 AND series.quantity = $3 AND series.zone_id = $4 ORDER BY series.series_id LIMIT $5"
KEY = "SELECT secret_hash, scopes, expires_at, revoked_at FROM api_keys WHERE tenant_id = $1 AND key_id = $2"


@asynccontextmanager
async def with_database(app):
    # In two processes as many connections in all as UrbanGrid holds at most.
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=5, max_size=5) as app.state.pool:
        yield


app = FastAPI(lifespan=with_database)
remembered = {}


async def tenant(request: Request) -> int:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    found = remembered.get(token)
    if found and found[1] > time.monotonic():
        return found[0]
    try:
        _, tenant, key, secret = token.split("_", 3)
        row = await request.app.state.pool.fetchrow(KEY, int(tenant), int(key))
    except ValueError:
        raise HTTPException(401) from None
    now = time.time()
    if (
        row is None or row["revoked_at"] is not None or (row["expires_at"] or now) < now
        or not hmac.compare_digest(hashlib.sha256(secret.encode()).digest(), row["secret_hash"])
        or "grid.read" not in row["scopes"]
    ):
        raise HTTPException(401)
    remembered[token] = int(tenant), time.monotonic() + REMEMBERED_SECONDS
    return int(tenant)


def moment(seconds):
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def described(row):
    return {
        "id": row["series_id"], "name": row["name"], "externalName": row["external_name"],
        "assetKind": row["subject_kind"], "assetId": row["subject_id"], "assetName": row["asset_name"],
        "zoneId": row["zone_id"], "quantity": row["quantity"], "unit": UNITS[row["quantity"]],
        "intervalSeconds": row["interval_seconds"], "isDerived": bool(row["is_derived"]),
        "firstReadingAt": moment(row["first_start"]), "lastReadingAt": moment(row["last_start"]),
        "readingCount": row["reading_count"] or 0,
    }


def json(value):
    return Response(orjson.dumps(value), media_type="application/json")


@app.get("/api/v1/series/{number}")
async def one(number: int, request: Request, tenant: int = Depends(tenant)):
    row = await request.app.state.pool.fetchrow(ONE, tenant, number)
    if row is None:
        raise HTTPException(404)
    return json(described(row))


@app.get("/api/v1/series")
async def page(
    assetKind: str, quantity: str, zoneId: int, request: Request, limit: int = 100, tenant: int = Depends(tenant)
):
    rows = await request.app.state.pool.fetch(LIST, tenant, assetKind, quantity, zoneId, limit + 1)
    assert len(rows) <= limit, "the peer makes no cursors: ask for lists that fit a page"
    return json({"series": [described(row) for row in rows], "nextCursor": None})
