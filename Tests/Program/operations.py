"""The operations of the API, from its own description, and requests to each that name another tenant's things."""

import time
from urllib.parse import quote

from city import iso
from isolation import FIRST_ID

ANYONE, SIGNED_IN, PERSON, OWNER = "anyone", "signed in", "signed in as a person", "platform owner"


class Operation:
    """One method of one path, with what it asks of the caller."""

    def __init__(self, path, method, described, resolve):
        self.path, self.method = path, method.upper()
        self.requires = described["x-requires"]
        parameters = [resolve(parameter) for parameter in described.get("parameters", [])]
        self.query = {each["name"]: each.get("required", False) for each in parameters if each["in"] == "query"}
        content = resolve(described.get("requestBody", {})).get("content", {})
        self.type, media = next(iter(content.items()), (None, {}))
        self.example = media.get("example")

    def __str__(self):
        return f"{self.method} {self.path}"

    @property
    def has_id(self):
        """Whether its path names something that one tenant has."""
        return "{" in self.path


def operations(document):
    def resolve(node):
        while "$ref" in node:
            found = document
            for name in node["$ref"][2:].split("/"):
                found = found[name]
            node = found
        return node

    prefix = document["servers"][0]["url"]
    return [
        Operation(path if "servers" in item else prefix + path, method, described, resolve)
        for path, item in document["paths"].items() for method, described in item.items() if method != "servers"
    ]


class Crossing:
    """Requests that name the victim's things wherever a request can name something."""

    def __init__(self, ids, tenant, cursor):
        """cursor: a list's path to a cursor that the victim was given for it."""
        self.ids, self.tenant, self.cursor = ids, tenant, cursor
        now = int(time.time()) // 900 * 900
        self.bodies = {
            "/readings": {"readings": [{"seriesId": ids["series"], "start": iso(now - 9000), "value": 1},
                                       {"series": "victim-meter", "start": iso(now - 9000), "value": 1}]},
            "/series": {"externalName": "crossing", "assetKind": "load_point", "assetCode": "V1",
                        "quantity": "activeEnergyImport", "intervalSeconds": 900},
            "/series/bulk": {"items": [{
                "externalName": "crossing-too", "assetKind": "load_point", "assetCode": "V1",
                "quantity": "activeEnergyImport", "intervalSeconds": 900}]},
            "/api-keys/revoke": {"ids": [ids["api-keys"]]},
            "/series/{id}/edits": {"reason": "crossing", "isPreview": False,
                                   "values": [{"start": iso(now - 86_400), "value": 9}]},
            "/estimation-settings": {"isEstimating": True, "zonesNotEstimated": ["V1"], "linearHours": 2,
                                     "longestHours": 72, "graceHours": 24, "lateMinutes": 60},
            # Without a password, which takes a second to be hashed; sign-ins are tried by test_hostile_identity.py.
            **dict.fromkeys(
                ("/auth/login", "/auth/register", "/auth/password/reset", "/me/password",
                 "/me/second-factor/recovery-codes", "/me/second-factor/disable", "/me/sessions/end-others",
                 "/me/sessions/{id}/end", "/me/identities/{id}/unlink", "/tenant/deletion"), {"email": "a@b.example"}),
            "/me/identities": {"provider": "victim-provider"},
            "/auth/invitation/preview": {"token": "A" * 43},
            "/auth/tenant": {"tenantId": tenant},
            "/auth/refresh": {"refreshToken": f"{ids['sessions']}." + "A" * 43},
            "/auth/logout": {"refreshToken": f"{ids['sessions']}." + "A" * 43},
            "/users/{id}": {"role": "victim-role"},
            "/invitations": {"email": "crossing@test.example", "role": "victim-role"},
            "/platform/tenants": {"code": "victim", "name": "Crossing", "timeZone": "UTC", "locale": "en-GB",
                                  "currency": "EUR"},
            "/platform/tenants/{id}": {"state": "suspended"},
        }
        self.filters = {
            "zoneId": ids["zones"], "seriesId": ids["series"], "assetId": FIRST_ID, "series": ids["series"],
            "db": "victim", "org": "victim", "bucket": "victim", "actor": f"{ids['users']}",
            "object": f"series/{ids['series']}",
        }
        self.required = {
            "area": f"zone:{ids['zones']}", "quantity": "activeEnergyImport", "token": "A" * 43,
            "q": "CREATE DATABASE victim",
        }

    def path(self, operation):
        path = operation.path
        for kind, number in self.ids.items():
            path = path.replace(f"/{kind}/{{id}}", f"/{kind}/{number}").replace(f"/{kind}/{{code}}", f"/{kind}/{number}")
            path = path.replace(f"/{kind}/{{name}}", f"/{kind}/{number}")
        path = path.replace("{provider}", "victim-provider")
        assert "{" not in path, path
        return path

    def body(self, operation):
        if operation.type is None:
            return None
        if operation.type != "application/json":
            return f"load,series=victim-meter value=1 {int(time.time())}" if operation.type == "text/plain" else "a,b\n1,2\n"
        return self.bodies.get(operation.path.removeprefix("/api/v1"), operation.example)

    def requests(self, operation, is_thorough):
        """Pairs of what names the victim and (path, query, body, headers). is_thorough: in every way, not the first alone."""
        path, body = self.path(operation), self.body(operation)
        least = {name: self.required[name] for name in operation.query if name in self.required}
        yield "path and body", (path, least, body, {})
        if not is_thorough:
            return
        filters = {name: self.filters[name] for name in operation.query if name in self.filters}
        if filters:
            yield "query", (path, {**least, **filters}, body, {})
        if "cursor" in operation.query:
            yield "cursor", (path, {**least, "cursor": self.cursor.get(operation.path, "AAAA"), "limit": 1}, body, {})
        yield "tenant in the query", (path, {**least, "tenantId": self.tenant}, body, {})
        yield "tenant in a header", (path, least, body, {"X-Tenant-Id": str(self.tenant), "X-Tenant": "victim"})
        if isinstance(body, dict):
            yield "tenant in the body", (path, least, {**body, "tenantId": self.tenant}, {})


def uri(path, query):
    return path + ("?" + "&".join(f"{name}={quote(str(value), safe='')}" for name, value in query.items()) if query else "")
