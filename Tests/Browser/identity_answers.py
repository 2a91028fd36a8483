"""Faked answers of accounts, roles, keys and the audit log, for screens that are looked at as somebody with some role."""

import json
import re

ALL = [
    "grid.read", "readings.write", "readings.export", "readings.edit", "series.write", "rules.write", "jobs.cancel", "connectors.write", "retention.write",
    "users.read", "users.write", "roles.write", "keys.read", "keys.write", "settings.read", "settings.write", "audit.read", "tenant.delete",
]
OPERATOR = ["grid.read", "readings.write", "readings.export", "readings.edit", "series.write", "rules.write", "jobs.cancel", "connectors.write", "users.read", "settings.read"]
VIEWER = ["grid.read", "readings.export"]
MEANINGS = {
    "grid.read": "See the city, its network, readings, forecasts, anomalies, models and jobs", "readings.write": "Send readings and import files",
    "readings.export": "Export readings", "readings.edit": "Edit and estimate readings, take edits back, dismiss findings", "series.write": "Make series",
    "rules.write": "Change validation and estimation rules", "jobs.cancel": "Cancel background work", "connectors.write": "Change and run connectors",
    "retention.write": "Change retention and delete old readings", "users.read": "See who belongs to the tenant",
    "users.write": "Invite people, change their roles, remove them", "roles.write": "Make and change roles", "keys.read": "See API keys and their use",
    "keys.write": "Make, rotate and revoke API keys", "settings.read": "See the tenant's settings", "settings.write": "Change the tenant's settings",
    "audit.read": "See and export the audit log", "tenant.delete": "Delete the tenant",
}
ROLES = [
    {"code": "admin", "name": "Admin", "isBuiltIn": True, "permissions": sorted(ALL), "changedAt": None},
    {"code": "operator", "name": "Operator", "isBuiltIn": True, "permissions": sorted(OPERATOR), "changedAt": None},
    {"code": "viewer", "name": "Viewer", "isBuiltIn": True, "permissions": sorted(VIEWER), "changedAt": None},
    {"code": "night-shift", "name": "Night shift", "isBuiltIn": False, "permissions": ["grid.read", "jobs.cancel", "readings.edit"], "changedAt": "2026-11-02T09:30:00Z"},
]
GRANTS = {role["code"]: role["permissions"] for role in ROLES}
SETTINGS = {"registration": "open", "passwordMinimumLength": 12, "oidc": [{"id": "city", "name": "City of Testville"}], "productName": "UrbanGrid"}


def me(role="admin", tenant=1, tenants=1, owner=False, second_factor=False, has_password=True):
    names = ["Riverside Energy", "Lakeshore Power & Water", "Hilltop Municipal Utility"]
    belongs = [{"id": number + 1, "name": names[number], "role": role, "roleName": role.capitalize(), "isActive": True, "deleteAfter": None} for number in range(tenants)]
    here = next((one for one in belongs if one["id"] == tenant), None)
    return {
        "user": {"id": 7, "email": "ana.ortega@riverside.example", "name": "Ana Ortega", "isPlatformOwner": owner, "hasSecondFactor": second_factor, "hasPassword": has_password},
        "tenant": here, "tenants": belongs, "permissions": GRANTS[role] if here else [], "secondFactorRequired": False,
    }


def problem(status, detail, **more):
    titles = {401: "Not signed in", 403: "Not allowed", 409: "Conflict", 422: "Wrong input", 429: "Too many requests"}
    return {"status": status, "content_type": "application/problem+json", "body": json.dumps(
        {"type": "about:blank", "title": titles.get(status, "Failed"), "status": status, "detail": detail, "instance": "/api/v1", "requestId": "r-412"} | more)}


AGENTS = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
]
SESSIONS = {"sessions": [
    {"id": f"s{number}", "isCurrent": number == 0, "method": "password", "address": ["192.0.2.14", "2001:db8::1f", "198.51.100.7"][number], "userAgent": agent,
     "createdAt": f"2026-11-2{number}T08:00:00Z", "lastUsedAt": f"2026-11-25T1{9 - number}:00:00Z", "expiresAt": "2026-12-24T08:00:00Z"} for number, agent in enumerate(AGENTS)
]}
PEOPLE = ["Ana Ortega", "Ben Castellano", "Chidi Okafor", "Dana Whitfield", "Emil Sørensen"]


def member(number, **more):
    name = PEOPLE[number % len(PEOPLE)]
    return {
        "id": 7 + number, "name": name, "email": f"{name.lower().replace(' ', '.').replace('ø', 'o')}{'' if number < 5 else number}@riverside.example", "role": ["admin", "operator", "viewer", "night-shift", "viewer"][number % 5],
        "memberSince": "2026-03-14T09:00:00Z", "isDisabled": False, "hasSecondFactor": number % 2 == 0, "lastSeenAt": None if number % 5 == 4 else "2026-11-25T16:20:00Z",
    } | more


def invitation(number, **more):
    return {"id": number, "email": f"new.colleague{number}@riverside.example", "role": "operator", "createdAt": "2026-11-23T10:00:00Z", "expiresAt": "2036-11-30T10:00:00Z", "acceptedAt": None, "revokedAt": None} | more


def api_key(number, **more):
    return {
        "id": number, "name": ["Head-end north", "Telegraf on feeder 4", "Monthly export", "Old gateway"][number % 4], "prefix": f"ugk_1_{number}_", "hint": "x9Zk", "state": "active", "scopes": ["grid.read", "readings.write"],
        "allowedAddresses": ["192.0.2.0/24"] if number % 2 else [], "requestsPerMinute": 600, "monthlyQuota": None, "createdBy": "ana.ortega@riverside.example", "createdAt": "2026-06-01T09:00:00Z",
        "expiresAt": "2027-06-01T09:00:00Z", "revokedAt": None, "lastUsedAt": "2026-11-25T19:12:00Z", "replacedBy": None,
    } | more


def key_use(request):
    start, end = re.search(r"from=([^&]+)&to=([^&]+)", request.url.replace("%3A", ":")).groups()
    first = int(start[8:10]) % 28 + 1
    hours = [{"start": f"{start[:8]}{start[8:10]}T{hour:02d}:00:00Z", "requests": 40 + (hour * 37 + first) % 90, "refused": 3 if hour == 9 else 0} for hour in range(24)]
    return {"apiKeyId": 1, "from": start, "to": end, "requests": sum(hour["requests"] for hour in hours), "refused": 3, "month": {"start": "2026-11-01T00:00:00Z", "end": "2026-12-01T00:00:00Z", "requests": 95_210, "quota": 100_000}, "hours": hours}


def entry(number, **more):
    kinds = [("member.changeRole", "user", "9", '{"role":"viewer"}', '{"role":"operator"}'), ("apiKey.create", "apiKey", "4", None, '{"name":"Telegraf","scopes":["grid.read","readings.write"]}'),
             ("readings.edit", "series", "412", None, '{"reason":"Meter exchanged","values":96}'), ("session.begin", "session", "s1", None, None), ("retention.change", "retention", "1", '{"rawMonths":24}', '{"rawMonths":36}')]
    action, kind, identifier, before, after = kinds[number % 5]
    return {
        "number": number, "at": f"2026-11-25T{10 + number % 9:02d}:{number % 60:02d}:00Z", "actor": {"kind": "user", "id": "7", "name": PEOPLE[number % 5].lower().replace(" ", ".") + "@riverside.example", "address": "192.0.2.14"},
        "requestId": f"r-{number}", "action": action, "outcome": "refused" if number % 7 == 3 else "done", "object": {"kind": kind, "id": identifier, "name": {"user": "chidi.okafor@riverside.example", "apiKey": "Telegraf"}.get(kind)}, "before": before, "after": after, "hash": f"{number:02x}" * 32,
    } | more


TENANT = {"name": "Riverside Energy", "timeZone": "America/Los_Angeles", "locale": "en-US", "currency": "USD", "units": "metric", "tariff": "Residential: 14.2 ct/kWh until 31 December.", "allowedOrigins": [], "sessionIdleMinutes": None, "requiresSecondFactor": False}
TENANTS = {"tenants": [
    {"id": number + 1, "code": code, "name": name, "timeZone": "America/Los_Angeles", "locale": "en-US", "currency": "USD", "state": state, "createdAt": "2026-01-12T09:00:00Z", "stateChangedAt": None, "deleteAfter": after}
    for number, (code, name, state, after) in enumerate([
        ("riverside", "Riverside Energy", "active", None), ("lakeshore", "Lakeshore Power & Water", "suspended", None), ("hilltop", "Hilltop Municipal Utility", "deleting", "2026-12-20T09:00:00Z")])
], "nextCursor": None}


def outbox(origin):
    return {"mails": [
        {"id": 3, "recipient": "new.colleague1@riverside.example", "subject": "Invitation to Riverside Energy on UrbanGrid", "createdAt": "2026-11-25T18:00:00Z", "sentAt": None, "attempts": 0, "error": None,
         "body": f"Ana Ortega invites you to Riverside Energy on UrbanGrid, as Operator.\n\nAccept within seven days:\n{origin}/invitation#token=tok-1\n\nIf you do not know what this is about, do nothing."},
        {"id": 2, "recipient": "ana.ortega@riverside.example", "subject": "Choose a new password", "createdAt": "2026-11-25T17:00:00Z", "sentAt": "2026-11-25T17:00:04Z", "attempts": 1, "error": None, "body": f"Choose a new password within the hour:\n{origin}/reset-password#token=tok-2\n"},
        {"id": 1, "recipient": "nobody@nowhere.invalid", "subject": "Confirm your address", "createdAt": "2026-11-25T16:00:00Z", "sentAt": None, "attempts": 5, "error": "No mail server takes mail for nowhere.invalid.", "body": "Confirm your address."},
    ], "nextCursor": None}


def administration(origin="http://127.0.0.1"):
    """Answers behind the Settings and Platform areas, by pattern of the address."""
    return {
        "**/api/v1/auth/settings": SETTINGS, "**/api/v1/me/sessions": SESSIONS, "**/api/v1/tenant": TENANT, "**/api/v1/users?*": {"users": [member(number) for number in range(5)], "nextCursor": None},
        "**/api/v1/invitations?*": {"invitations": [invitation(1), invitation(2, acceptedAt="2026-11-24T10:00:00Z"), invitation(3, expiresAt="2026-11-01T10:00:00Z"), invitation(4, revokedAt="2026-11-24T10:00:00Z")], "nextCursor": None},
        "**/api/v1/permissions": {"permissions": [{"name": name, "meaning": meaning} for name, meaning in MEANINGS.items()]}, "**/api/v1/roles": {"roles": ROLES},
        "**/api/v1/api-keys?*": {"apiKeys": [api_key(0), api_key(1), api_key(2, state="expired"), api_key(3, state="revoked", revokedAt="2026-10-01T09:00:00Z", expiresAt=None)], "nextCursor": None},
        "**/api/v1/api-keys/1": api_key(1), "**/api/v1/api-keys/*/use?*": key_use,
        "**/api/v1/audit?*": {"entries": [entry(number) for number in range(40, 0, -1)], "nextCursor": "more"},
        "**/api/v1/audit/verification": {"isIntact": True, "entries": 412, "head": f"412:{'ab' * 32}", "notedThrough": 400, "fault": None},
        "**/api/v1/platform/tenants?*": TENANTS, "**/api/v1/platform/outbox?*": outbox(origin), "**/api/v1/platform/audit?*": {"entries": [entry(number) for number in range(12, 0, -1)], "nextCursor": None},
    }
