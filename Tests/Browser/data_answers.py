"""Answers of the API that the demo cannot give: a measured feeder, a failing connector, findings. For faking on their way."""

import json
from datetime import date, datetime, timedelta

LAST_DAY = date(2026, 11, 22)


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _figures(expected: int, missing: int, estimated: int = 0, late: int = 0, series: int = 24) -> dict:
    received = expected - missing + estimated
    return {
        "series": series, "expected": expected, "received": received, "estimated": estimated, "late": late,
        "completeness": (received - estimated) / expected, "lateShare": late / max(1, received - estimated),
        "estimatedShare": estimated / max(1, received),
    }


def _days(zone: int, days: int) -> list:
    return [
        {
            "date": (LAST_DAY - timedelta(days=days - 1 - day)).isoformat(),
            "figures": _figures(2304, (zone * 7 + day * 11) % 23 * (40 if (zone + day) % 13 == 0 else 2), (day * zone) % 9 * 4, (day + zone) % 5 * 9),
        }
        for day in range(days)
    ]


def _sum(days: list) -> dict:
    total = [sum(day["figures"][name] for day in days) for name in ("expected", "received", "estimated", "late")]
    expected, received, estimated, late = total
    return _figures(expected, expected - received + estimated, estimated, late)


def worst_meters(count: int = 8) -> list:
    return [
        {
            "seriesId": number + 1, "externalName": f"meter.{number + 1}", "name": f"Load point {number + 1}, energy taken", "zoneId": number % 10 + 1,
            "figures": _figures(1344, 400 - number * 40, 10 * number, 5, 1), "lastReadingAt": "2026-11-22T18:45:00Z",
        }
        for number in range(count)
    ]


def data_quality(zones: list, days: int = 14) -> dict:
    return {
        "from": "2026-11-09T08:00:00Z", "to": "2026-11-23T08:00:00Z", "days": [],
        "zones": [{"zoneId": zone, "figures": _sum(_days(zone, days)), "openFindings": zone % 4} for zone in zones],
        "worstMeters": worst_meters(), "validatedAt": "2026-11-23T16:00:00Z", "seriesToValidate": 0,
    }


def zone_quality(zone: int, days: int = 14) -> dict:
    return data_quality([zone], days) | {"days": _days(zone, days), "worstMeters": worst_meters(3)}


def finding(number: int, **more) -> dict:
    kinds = ["gap", "flatline", "spike", "rateOfChange", "range"]
    details = ["7 intervals are missing", "The same value, 12.4 kWh, for 15 hours", "412 kWh where 96 kWh are usual", "A step of 22 °C in an hour", "4,100 kWh where at most 900 kWh are possible"]
    start = datetime(2026, 11, 22, 20) - timedelta(hours=5 * number)
    return {
        "id": number, "seriesId": 1, "seriesName": f"Load point {number}, energy taken", "assetName": f"Load point {number}", "zoneId": 1, "quantity": "activeEnergyImport",
        "kind": kinds[number % 5], "rule": kinds[number % 5], "start": _iso(start), "end": _iso(start + timedelta(hours=1 + number % 9)), "value": 412.0, "limit": 96.0,
        "detail": details[number % 5], "ruleVersion": 0, "foundAt": "2026-11-22T21:00:00Z", "state": ["open", "open", "estimated", "dismissed", "resolved"][number % 5],
        "stateChangedAt": "2026-11-22T21:00:00Z", "note": "The plant stood still." if number % 5 == 3 else None,
    } | more


def findings(count: int, cursor: str | None = None) -> dict:
    return {"findings": [finding(number + 1) for number in range(count)], "nextCursor": cursor}


def edit(number: int, **more) -> dict:
    return {
        "id": number, "seriesId": 1, "kind": "edit", "start": "2026-11-22T08:00:00Z", "end": "2026-11-22T14:00:00Z", "method": "likeDays",
        "reason": "The meter was exchanged; the reading of the old one was taken by hand.", "actor": "A. Ortega", "requestId": "r-1", "madeAt": "2026-11-23T09:00:00Z",
        "valueCount": 24, "beforeCount": 20, "reverts": None, "revertedBy": None,
    } | more


EDITS = {
    "edits": [
        edit(3, kind="revert", reason="The wrong day was edited.", reverts=1), edit(2, kind="estimate", method="linear", reason="Gap of 45 minutes", actor="estimation", valueCount=3, beforeCount=0),
        edit(1, revertedBy=3),
    ],
    "nextCursor": None,
}


def rules(target: str = "default") -> dict:
    given = {
        "range": (False, {}), "rateOfChange": (False, {}), "flatline": (True, {"hours": 12, "zeroHours": 168}), "spike": (True, {"ratio": 1.8, "windowHours": 24, "least": 1}),
        "gap": (True, {"hours": 0}), "silence": (True, {"hours": 48}), "timestamp": (True, {"oldestDays": 3660}), "interval": (True, {"count": 24}), "unit": (True, {"factor": 2}), "register": (False, {}),
    }
    return {
        "quantity": "activeEnergyImport", "version": 2, "changedAt": "2026-11-20T10:00:00Z", "changedBy": "A. Ortega",
        "rules": [
            {"kind": kind, "isEnabled": is_on, "parameters": [{"name": name, "value": value} for name, value in parameters.items()], "origin": target if kind == "spike" else "default"}
            for kind, (is_on, parameters) in given.items()
        ],
    }


ESTIMATION = {"isEstimating": True, "zonesNotEstimated": [], "linearHours": 2, "longestHours": 72, "graceHours": 24, "lateMinutes": 60}

RETENTION = {"rawMonths": 24, "revisionMonths": None, "hourlyMonths": 120, "dailyMonths": None, "forecastMonths": 12, "anomalyMonths": None, "closedBefore": "2024-11-23T08:00:00Z"}

RETENTION_REPORT = {
    "closedBefore": "2024-11-23T08:00:00Z",
    "tables": [
        {"table": "reading_blocks", "before": "2024-11-23T08:00:00Z", "rows": 18_402, "bytes": 91_240_300, "first": "2023-01-01T08:00:00Z", "last": "2024-11-22T08:00:00Z"},
        {"table": "reading_revisions", "before": None, "rows": 0, "bytes": 0, "first": None, "last": None},
        {"table": "series_hourly", "before": "2016-11-23T08:00:00Z", "rows": 0, "bytes": 0, "first": None, "last": None},
        {"table": "forecast_values", "before": "2025-11-23T08:00:00Z", "rows": 120_960, "bytes": 6_048_000, "first": "2024-01-01T08:00:00Z", "last": "2025-11-22T08:00:00Z"},
    ],
}


def connector(name: str, **more) -> dict:
    return {
        "name": name, "isEnabled": True, "standing": "working", "lastAttemptAt": "2026-11-23T08:00:00Z", "lastSuccessAt": "2026-11-23T08:00:02Z",
        "lastReport": "50 readings new, 12 revised, 238 unchanged; 50 new forecasts", "lastError": None, "nextAttemptAt": "2026-11-23T09:00:00Z", "failures": 0, "callsToday": 90,
        "dailyCalls": 4000, "intervalSeconds": 3600, "backfillDays": 7, "radiusKm": 25, "baseUrl": "https://api.open-meteo.com", "hasOwnKey": False,
    } | more


CONNECTORS = {
    "connectors": [
        connector("open-meteo-weather"),
        connector("open-meteo-air-quality", isEnabled=False, standing="disabled", lastAttemptAt=None, lastSuccessAt=None, lastReport=None, nextAttemptAt=None, callsToday=0),
        connector("openaq", standing="suspended", failures=3, lastError="The key was refused: 401 Unauthorized. Enter another in its settings and poll again.", callsToday=3, dailyCalls=1000, baseUrl="https://api.openaq.org"),
    ]
}

_VERDICTS = [
    ("lossesTooHigh", 21.4, 2.1, "Losses of 21.4 % ± 2.1 % are above the 9.2 % that are plausible."), ("plausible", 5.6, 1.4, "Losses of 5.6 % ± 1.4 % are plausible."),
    ("notDecidable", 9.0, 4.8, "Losses of 9.0 % ± 4.8 % may be plausible or not: too much is estimated."), ("outputExceedsInput", -6.2, 1.1, "More went out than came in, by 6.2 % ± 1.1 %."),
]


def balance_figures(verdict: str, percent: float, spread: float, words: str, start: str = "2026-11-16T08:00:00Z", end: str = "2026-11-23T08:00:00Z", kwh: float = 182_000) -> dict:
    losses = kwh * percent / 100
    return {
        "start": start, "end": end, "hours": 168, "coveredHours": 164, "importKWh": kwh * 0.94, "exportKWh": 0, "consumptionKWh": kwh - losses, "generationKWh": kwh * 0.06,
        "inputKWh": kwh, "outputKWh": kwh - losses, "lossesKWh": losses, "lossesPercent": percent, "uncertaintyKWh": kwh * spread / 100, "technicalLowKWh": kwh * 0.01,
        "technicalHighKWh": kwh * 0.092, "estimatedKWh": kwh * 0.02, "estimatedMeters": 2, "missingMeters": 1, "verdict": verdict, "explanation": words,
    }


def _ranked(number: int) -> dict:
    return {"area": {"kind": "feeder", "id": number + 1, "name": f"Feeder {number + 1}"}, "boundarySeries": [number + 900], "meters": 14, "noLoadLossKW": 9.2, "limitPercent": 8, "total": balance_figures(*_VERDICTS[number])}


BALANCES = {
    "balances": [_ranked(number) for number in range(4)], "nextCursor": None, "from": "2026-11-16T08:00:00Z", "to": "2026-11-23T08:00:00Z",
    "withoutBalance": [{"kind": "feeder", "id": 9, "reason": "What lies below it is fed another way as well."}],
}

BALANCE = _ranked(0) | {
    "resolution": "day",
    "parts": [
        balance_figures("lossesTooHigh", 18 + day, 2.2, "Too high.", f"2026-11-{16 + day}T08:00:00Z", f"2026-11-{17 + day}T08:00:00Z", 26_000 + 900 * day) for day in range(7)
    ],
}

HINTS = {
    "area": BALANCE["area"], "from": "2026-10-26T08:00:00Z", "to": "2026-11-23T08:00:00Z", "neighbours": [], "meters": 14, "metersTried": 14,
    "hints": [
        {
            "seriesId": 1, "seriesName": "Load point 4, energy taken", "countedIn": BALANCE["area"], "kind": "belongsTo", "belongsTo": {"kind": "feeder", "id": 3, "name": "Feeder 3"}, "factor": None,
            "slope": -0.98, "standardError": 0.03, "slopeThere": 1.01, "probability": 0.000002, "hours": 640, "explanation": "What is missing follows this meter hour by hour; in Feeder 3 as much is too much.",
        }
    ],
}


def upload(state: str = "received", **more) -> dict:
    columns = ["meter", "start", "kwh", "remark"]
    report = {
        "columns": columns, "preview": [], "rows": 96, "readings": 93, "emptyValues": 1, "faultCount": 2,
        "faults": [{"line": 14, "column": "kwh", "reason": "“12,4x” is no number."}, {"line": 71, "column": "start", "reason": "“2026-02-30 10:00” is no day."}], "warningCount": 1,
        "warnings": [{"line": 12, "message": "“LP-15”: 4 rows to line 15: The clock of Europe/Berlin shows 2026-10-25 02:00 to 2026-10-25 02:45 twice: taken as the first one."}],
        "seriesCount": 2,
        "series": [
            {"name": "LP-15", "seriesId": 1, "readings": 48, "first": "2026-11-22T08:00:00Z", "last": "2026-11-22T20:00:00Z"},
            {"name": "LP-new", "seriesId": None, "readings": 45, "first": "2026-11-22T08:00:00Z", "last": "2026-11-22T20:00:00Z"},
        ],
        "isWholeFile": True, "stored": None,
    }
    mapping = {"layout": "long", "start": "start", "columns": None, "series": "meter", "value": "kwh", "quality": None, "unit": "kWh", "decimalComma": False, "timeZone": None, "delimiter": "comma", "dateFormat": "iso", "encoding": "utf-8"}
    return {
        "id": "9f1c03d2a47be865", "name": "meters of november.csv", "format": "csv", "sizeBytes": 1_048_576, "receivedAt": "2026-11-23T09:00:00Z", "expiresAt": "2026-11-24T09:00:00Z", "state": state,
        "jobId": None, "report": report if state != "received" else None,
        "guess": {"columns": columns, "rows": [["LP-15", f"2026-11-22T{8 + row:02d}:00:00Z", f"98.{row}25", ""] for row in range(5)], "mapping": mapping, "unclear": []},
    } | more


def answering(answers: dict):
    """Fakes JSON answers by pattern of the address, in a function of the context; the last pattern that matches is taken."""

    def fulfil(body):
        # Playwright gives the request to whatever takes a second argument.
        return lambda way: way.fulfill(content_type="application/json", body=json.dumps(body(way.request) if callable(body) else body))

    def route(context):
        for pattern, body in answers.items():
            context.route(pattern, fulfil(body))

    return route


def _zone_of(request) -> int:
    return int(request.url.split("/zones/")[1].split("/")[0])


def everything() -> dict:
    return {
        "**/api/v1/data-quality?*": data_quality(list(range(1, 11))),
        "**/api/v1/zones/*/data-quality?*": lambda request: zone_quality(_zone_of(request)),
        "**/api/v1/findings?*": findings(12, "more"), "**/api/v1/edits?*": EDITS, "**/api/v1/validation-rules?*": rules(), "**/api/v1/series/*/validation-rules": rules("series"),
        "**/api/v1/estimation-settings": ESTIMATION, "**/api/v1/retention": RETENTION, "**/api/v1/retention/preview": RETENTION_REPORT, "**/api/v1/connectors": CONNECTORS,
        "**/api/v1/balances?*": BALANCES, "**/api/v1/balance?*": BALANCE, "**/api/v1/balance/hints?*": HINTS,
        "**/api/v1/uploads": {"uploads": [upload("faulty"), upload("imported", id="9f1c03d2a47be866", name="year.csv.gz")]}, "**/api/v1/uploads/9f1c03d2a47be865": upload("faulty"),
    }
