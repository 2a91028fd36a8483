import { button, close, enter, open, run, serve } from "./support/page";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { routeFor } from "../src/app/routes";
import { city, cityLoad, me, zone } from "./support/fixtures";

const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");
const viewer = { ...me, tenant: { ...me.tenant, role: "viewer", roleName: "Viewer" }, permissions: ["grid.read", "readings.export"] };
const finding = { id: 5, seriesId: 3, seriesName: "Meter 3", assetName: "LP 3", zoneId: 1, quantity: "activeEnergyImport", kind: "gap", rule: "gap", start: "2026-11-22T08:00:00Z", end: "2026-11-22T12:00:00Z", value: null, limit: null, detail: "Four hours are missing.", ruleVersion: 1, foundAt: "2026-11-23T08:00:00Z", state: "open", stateChangedAt: "2026-11-23T08:00:00Z", note: null };
const kept = { rawMonths: 24, revisionMonths: null, hourlyMonths: null, dailyMonths: null, forecastMonths: null, anomalyMonths: null, closedBefore: null };
const rules = { quantity: "activeEnergyImport", version: 1, changedAt: null, changedBy: null, rules: [{ kind: "gap", isEnabled: true, parameters: [{ name: "hours", value: 0 }], origin: "quantity" }] };
const connector = { name: "openaq", isEnabled: true, standing: "working", lastAttemptAt: null, lastSuccessAt: null, lastReport: null, lastError: null, nextAttemptAt: null, failures: 0, callsToday: 0, dailyCalls: 1000, intervalSeconds: 3600, backfillDays: 7, radiusKm: 25, baseUrl: "https://api.openaq.org" };
const base = {
    "/city": { body: city }, "/city/load": { body: cityLoad }, "/anomalies": { body: { anomalies: [], nextCursor: null } }, "/network": { body: { type: "FeatureCollection", features: [] } }, "/zones": { body: { asOf: city.clock.now, zones: [zone] } }, "/findings": { body: { findings: [finding], nextCursor: null } }, "/retention": { body: kept }, "/validation-rules": { body: rules }, "/connectors": { body: { connectors: [connector] } },
    "/estimation-settings": { body: { isEstimating: true, zonesNotEstimated: [], linearHours: 2, longestHours: 72, graceHours: 24, lateMinutes: 60 } },
};

afterEach(close);

const buttons = (page: Element) => [...page.querySelectorAll("main button")].map((item) => text(item));

test("a viewer is offered nothing that would be refused", async () => {
    serve({ ...base, "/me": { body: viewer } });
    for (const [path, refused] of [["/data/findings", /Dismiss/], ["/data/retention", /Save|Delete/], ["/data/rules", /Save|Estimate|more general/], ["/data/connectors", /Poll|Settings|Turn/]] as const) {
        const page = await open(path);
        assert.equal(page.querySelector("main .skeleton"), null, path);
        assert.doesNotMatch(buttons(page).join("|"), refused, path);
        assert.doesNotMatch(text(page.querySelector('nav[aria-label="Data"]')), /Import/);
        assert.match(text(page.querySelector('nav[aria-label="Data"]')), /Export/);
        assert.doesNotMatch(text(page.querySelector('nav[aria-label="Main"]')), /Settings|Platform/);
    }
});

test("somebody who may is offered the same", async () => {
    serve(base);
    for (const [path, offered] of [["/data/findings", /Dismiss/], ["/data/retention", /Save the policy/], ["/data/rules", /Save the rules.*Estimate open gaps/], ["/data/connectors", /Poll.*Settings.*Turn off/]] as const) {
        assert.match(buttons(await open(path)).join("|"), offered, path);
    }
});

test("an address that is not open says so, by the permission that is lacking, and asks the server for nothing", async () => {
    serve({ ...base, "/me": { body: viewer } });
    for (const [path, permission] of [["/data/import", "readings.write"], ["/settings/users", "users.read"], ["/settings", "settings.read"], ["/settings/audit", "audit.read"], ["/settings/api-keys/4", "keys.read"]] as const) {
        const page = await open(path);
        assert.match(text(page.querySelector("main")), new RegExp(`not open to you.*${permission.replace(".", "\\.")}.*Viewer in Testville Energy`), path);
        assert.equal(page.querySelector(".page button"), null);
    }
    assert.match(text((await open("/platform/outbox")).querySelector("main")), /Only the owner of this installation/);
});

test("a role that does not see the city works without it", async () => {
    const sent: string[] = [];
    serve({ "/me": { body: { ...me, permissions: ["users.read"] } }, "/users": { body: { users: [], nextCursor: null } }, "/roles": { body: { roles: [] } } });
    const fetch = globalThis.fetch;
    globalThis.fetch = ((url: string, options: RequestInit) => (sent.push(String(url)), fetch(url, options))) as typeof globalThis.fetch;
    const page = await open("/settings/users");
    assert.match(text(page), /Nobody is here/);
    assert.equal(sent.some((url) => url.includes("/city") || url.includes("/live")), false);
    assert.match(text((await open("/")).querySelector("main")), /not open to you.*grid\.read/);
});

test("somebody without a tenant learns how to come into one, or chooses one of theirs", async () => {
    const lake = { id: 2, name: "Lakeshore Power", role: "viewer", roleName: "Viewer", isActive: true };
    const sent = serve({ ...base, "/me": { body: { ...me, tenant: null, tenants: [], permissions: [] } } });
    assert.match(text((await open("/")).querySelector("main")), /belong to no utility yet.*invites you as ada@example\.org/);
    serve({ ...base, "/me": { body: { ...me, tenant: null, tenants: [me.tenant, lake], permissions: [] } }, "POST /auth/tenant": { body: { ...viewer, tenant: lake } } });
    const page = await open("/data/findings");
    assert.match(text(page.querySelector("main")), /Where do you want to work/);
    await run(() => button(page, /Lakeshore/).click());
    assert.equal(text(page.querySelector(".topbar-city")), "Testville");
    assert.equal(sent.length, 0);
});

test("whoever lacks a second factor that is asked of them is led to where it is set up", async () => {
    const lacking = { ...me, permissions: [], secondFactorRequired: true };
    serve({ ...base, "/me": { body: lacking } });
    const page = await open("/zones");
    assert.match(text(page.querySelector("main")), /Testville Energy asks for a second factor.*set up your second factor/);
    assert.equal(page.querySelector('main a[href="/account/security"]') !== null, true);
    assert.match(text((await open("/account/security")).querySelector("main")), /nothing else is open before it is set up.*Set it up/);
    serve({ ...base, "/me": { body: { ...lacking, user: { ...me.user, hasSecondFactor: true } } } });
    assert.match(text((await open("/zones")).querySelector("main")), /sign out, and sign in with the code/);
});

test("a tenant is deleted by its code and the password, and taken back where one is chosen", async () => {
    const gone = { ...me.tenant, isActive: false, deleteAfter: "2026-12-25T09:00:00Z" };
    const answers: Parameters<typeof serve>[0] = { ...base, "/tenant": { body: { name: "Testville Energy", timeZone: "America/Los_Angeles", locale: "en-US", currency: "USD", units: "metric", tariff: "", allowedOrigins: [], sessionIdleMinutes: null, requiresSecondFactor: false } }, "POST /tenant/deletion": { body: { state: "deleting", deleteAfter: gone.deleteAfter } }, "DELETE /me/tenants/1/deletion": { status: 204, body: undefined } };
    serve({ ...answers, "/me": { body: viewer } });
    assert.doesNotMatch(buttons(await open("/settings/tenant")).join("|"), /Delete the tenant/);
    serve(answers);
    const page = await open("/settings/tenant");
    await run(() => button(page, /Delete the tenant/).click());
    const fields = [...document.querySelectorAll<HTMLInputElement>("#tenant-deletion input:not([hidden])")];
    await enter(fields[0], "testville");
    await enter(fields[1], "a password of theirs");
    answers["/me"] = { body: { ...me, tenant: null, tenants: [gone], permissions: [] } };
    await run(() => button(document.body, /Have it deleted/).click());
    assert.match(text(page.querySelector("main")), /will be deleted on 2026-12-25/);
    answers["/me"] = { body: me };
    await run(() => button(page, /Take the deletion back/).click());
    assert.doesNotMatch(text(page.querySelector("main")), /will be deleted/);
});

test("a role that changes while somebody works takes its buttons away", async () => {
    const answers: Parameters<typeof serve>[0] = { ...base, "PUT /retention": { status: 403, body: { title: "Forbidden", status: 403, detail: "This needs “retention.write”.", requestId: "r-3" } } };
    serve(answers);
    const page = await open("/data/retention");
    await enter(page.querySelectorAll("main input")[0], "36");
    answers["/me"] = { body: viewer };
    await run(() => button(page, /Save the policy/).click());
    assert.match(text(page.querySelector('[role="alert"]')), /retention\.write.*r-3/);
    assert.doesNotMatch(buttons(page).join("|"), /Save the policy/);
});

test("a job that runs is cancelled by those who may", async () => {
    const job = { id: 12, kind: "uploads.import", state: "running", progress: 0.4, message: "reads", error: null, attempt: 1, maxAttempts: 3, createdAt: "2026-11-23T09:00:00Z", startedAt: "2026-11-23T09:00:00Z", finishedAt: null };
    const answers: Parameters<typeof serve>[0] = { ...base, "/jobs": { body: { jobs: [job, { ...job, id: 11, state: "succeeded", finishedAt: "2026-11-23T09:01:00Z" }] } }, "POST /jobs/12/cancel": { body: { ...job, state: "cancelled" } } };
    const sent = serve(answers);
    const page = await open("/jobs");
    assert.equal(buttons(page).filter((words) => /Cancel/.test(words)).length, 1);
    await run(() => button(page, /Cancel Import a file, no\. 12/).click());
    assert.deepEqual(sent.map(({ path }) => path), ["/jobs/12/cancel"]);
    serve({ ...answers, "/me": { body: viewer } });
    assert.doesNotMatch(buttons(await open("/jobs")).join("|"), /Cancel/);
});

test("every page says what it asks for", () => {
    assert.equal(routeFor("/series/4").need, "grid.read");
    assert.equal(routeFor("/settings/users").need, "person");
    assert.equal(routeFor("/platform/tenants").need, "platform");
    assert.equal(routeFor("/account").need, "person");
});

test("what the server finds wrong with a field is said at the field", async () => {
    serve({ ...base, "/users": { body: { users: [], nextCursor: null } }, "/roles": { body: { roles: [{ code: "viewer", name: "Viewer", isBuiltIn: true, permissions: ["grid.read"], changedAt: null }] } },
        "POST /invitations": { status: 422, body: { title: "Wrong input", status: 422, detail: "One field is wrong.", requestId: "r-5", errors: [{ field: "email", message: "Not an e-mail address.", expected: "such as name@example.com" }] } } });
    const page = await open("/settings/users");
    await run(() => button(page, /Invite/).click());
    const dialog = page.querySelector("dialog") as HTMLElement;
    await enter(dialog.querySelector("input"), "a@b");
    await run(() => button(dialog, /Send the invitation/).click());
    const field = dialog.querySelector("input") as HTMLInputElement;
    assert.equal(field.getAttribute("aria-invalid"), "true");
    assert.match(text(document.getElementById(field.getAttribute("aria-describedby") ?? "")), /Not an e-mail address\. Expected: such as/);
    assert.equal(dialog.querySelector('[role="alert"]'), null);
});
