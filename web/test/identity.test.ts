import "./support/browser";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deviceName } from "../src/account/device";
import { qrModules } from "../src/account/qrModules";
import { auditChanges } from "../src/admin/audit/auditText";
import { draftOf, isScope, keyFaults, keyInput } from "../src/admin/keys/apiKeyText";
import { hourlyUse } from "../src/admin/keys/keyUse";
import { groupsFor } from "../src/admin/roles/permissionGroups";
import { codeOf } from "../src/admin/roles/useRoles";
import { invitationState } from "../src/admin/users/InvitationsPage";
import { initials } from "../src/app/UserMenu";
import type { ApiKey, Permission } from "../src/api/identity";
import { permissions } from "./support/fixtures";
import { openApi, webFolder } from "./support/repository";

test("names the device of a session by what its browser said", () => {
    assert.equal(deviceName("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"), "Chrome 131 on Linux");
    assert.equal(deviceName("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"), "Edge 130 on Windows");
    assert.equal(deviceName("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"), "Safari 17 on iPhone");
    assert.equal(deviceName("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Firefox/128.0"), "Firefox 128 on macOS");
    assert.equal(deviceName("curl/8.5.0"), "curl 8");
    assert.equal(deviceName("meter-gateway"), "meter-gateway");
    assert.equal(deviceName(""), "Unknown device");
});

test("draws a QR code with its three finders, of the size that the text needs", () => {
    const modules = qrModules("otpauth://totp/UrbanGrid:ana.ortega@riverside.example?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=UrbanGrid");
    const size = modules.length;
    assert.equal((size - 17) % 4, 0);
    assert.ok(modules.every((row) => row.length === size));
    const finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
    const at = (top: number, left: number) => finder.map((_, row) => modules[top + row]!.slice(left, left + 7).map(Number).join(""));
    assert.deepEqual([at(0, 0), at(0, size - 7), at(size - 7, 0)], [finder, finder, finder]);
});

test("tells field by field what an audit entry changed", () => {
    assert.deepEqual(auditChanges('{"role":"viewer","limits":{"a":1,"b":2},"same":true}', '{"role":"operator","limits":{"a":1,"b":3},"scopes":["x","y"],"same":true}'), [
        { field: "role", before: "viewer", after: "operator" }, { field: "limits.b", before: "2", after: "3" }, { field: "scopes", before: null, after: "x, y" },
    ]);
    assert.deepEqual(auditChanges(null, '{"name":null}'), [{ field: "name", before: null, after: "null" }]);
    assert.deepEqual(auditChanges(null, null), []);
    assert.deepEqual(auditChanges("not JSON", null), [{ field: "value", before: "not JSON", after: null }]);
});

const key: ApiKey = { id: 4, name: "Telegraf", prefix: "ugk_1_4_", hint: "x9Zk", state: "active", scopes: ["readings.write"], allowedAddresses: ["192.0.2.0/24", "2001:db8::/32"], requestsPerMinute: 600, monthlyQuota: null, createdBy: "a", createdAt: "2026-01-01T00:00:00Z", expiresAt: "2026-12-01T08:00:00Z", revokedAt: null, lastUsedAt: null, replacedBy: null };

test("sends of a key what was entered, with its end on the city's clock", () => {
    const draft = draftOf(key, "America/Los_Angeles");
    assert.equal(draft.expires, "2026-12-01T00:00");
    assert.deepEqual(keyInput(draft, "America/Los_Angeles"), { name: "Telegraf", scopes: ["readings.write"], allowedAddresses: ["192.0.2.0/24", "2001:db8::/32"], requestsPerMinute: 600, monthlyQuota: null, expiresAt: "2026-12-01T08:00:00Z" });
    assert.deepEqual(keyFaults(draft), {});
    assert.deepEqual(Object.keys(keyFaults({ ...draft, name: " ", scopes: [], requestsPerMinute: "0", monthlyQuota: "1.5" })).sort(), ["monthlyQuota", "name", "requestsPerMinute", "scopes"]);
    assert.equal(keyInput({ ...draft, expires: "" }, "UTC").expiresAt, null);
});

test("draws an hour without use as none, and not as missing", () => {
    const use = hourlyUse({ apiKeyId: 1, from: "2026-11-25T00:00:00Z", to: "2026-11-25T04:00:00Z", requests: 7, refused: 1, month: { start: "2026-11-01T00:00:00Z", end: "2026-12-01T00:00:00Z", requests: 3, quota: null }, hours: [{ start: "2026-11-25T02:00:00Z", requests: 7, refused: 1 }] });
    assert.deepEqual(use.requests, [0, 0, 7, 0]);
    assert.deepEqual(use.refused, [0, 0, 1, 0]);
});

test("every permission of the server is in the matrix once, also one that the pages do not know yet", () => {
    const shown = groupsFor([...permissions, "alerts.write"] as Parameters<typeof groupsFor>[0]).flatMap((group) => group.permissions);
    assert.deepEqual([...shown].sort(), [...permissions, "alerts.write"].sort());
});

test("openapi.json names every permission that the program has, and those that a key can have", () => {
    const document = readFileSync(`${webFolder}/../docs/permissions.md`, "utf8");
    const written = [...document.matchAll(/^\| `(\w+\.\w+)` \|/gm)].map(([, name]) => name).sort();
    const named = (schema: string) => openApi().components?.schemas?.[schema]?.enum as Permission[];
    assert.ok(written.length > 15);
    assert.deepEqual(named("Permission"), written);
    assert.deepEqual(named("Permission").filter(isScope), named("APIKeyScope"));
});

test("makes a role's code of its name", () => {
    assert.equal(codeOf("Night shift (north)"), "night-shift-north");
    assert.equal(codeOf("1st Équipe"), "st-equipe");
});

test("tells what became of an invitation", () => {
    const open = { id: 1, email: "a@b.example", role: "viewer", createdAt: "2026-11-20T00:00:00Z", expiresAt: "2026-11-27T00:00:00Z", acceptedAt: null, revokedAt: null };
    const now = Date.parse("2026-11-25T00:00:00Z") / 1000;
    assert.equal(invitationState(open, now), "open");
    assert.equal(invitationState(open, now + 3 * 86_400), "expired");
    assert.equal(invitationState({ ...open, acceptedAt: open.createdAt }, now + 3 * 86_400), "accepted");
    assert.equal(invitationState({ ...open, revokedAt: open.createdAt }, now), "revoked");
});

test("shortens a name to initials", () => {
    assert.deepEqual(["Ana Ortega", "Ana María de la Ortega", "ana.ortega@riverside.example", "ana"].map(initials), ["AO", "AO", "A", "A"]);
});
