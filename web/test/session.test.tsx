import { button, close, enter, open, run, serve, settle } from "./support/page";
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { AccessKeeper } from "../src/api/AccessKeeper";
import { ApiError } from "../src/api/ApiError";
import { accessKeeper, ask } from "../src/api/client";
import { nextFrom, nextPath, signInForInvitation, signInPath, tokenFrom } from "../src/auth/nextPath";
import { city, cityLoad, me, zone } from "./support/fixtures";

const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");
const refused = { status: 401, body: { title: "Not signed in", status: 401, detail: "Sign in.", requestId: "r-401" } };
const base = { "/city": { body: city }, "/city/load": { body: cityLoad }, "/anomalies": { body: { anomalies: [], nextCursor: null } }, "/network": { body: { type: "FeatureCollection", features: [] } }, "/zones": { body: { asOf: city.clock.now, zones: [zone] } }, "/auth/settings": { body: { registration: "open", passwordMinimumLength: 12, oidc: [], productName: "UrbanGrid" } } };
const lists = { "/findings": { body: { findings: [], nextCursor: null } } };
const answersOf = () => ({ ...base, ...lists }) as Parameters<typeof serve>[0];

beforeEach(() => localStorage.clear());
afterEach(close);

const later = () => new Promise((resolve) => setTimeout(resolve, 2));

test("renews once for all requests that were refused at a time, and sends them again", async () => {
    let renewals = 0;
    const keeper = new AccessKeeper({ renew: async () => {
        renewals += 1;
        await later();
        return 200;
    } });
    const sentAt = Date.now();
    await Promise.all([keeper.regain(sentAt), keeper.regain(sentAt), keeper.regain(sentAt)]);
    assert.equal(renewals, 1);
    // One that was sent before another tab's renewal needs none of its own.
    await keeper.regain(sentAt);
    assert.equal(renewals, 1);
    await later();
    await keeper.regain(Date.now());
    assert.equal(renewals, 2);
});

test("does not take a renewal for done whose time is to come, as after the clock was set back", async () => {
    let renewals = 0;
    localStorage.setItem("urbangrid.renewedAt", String(Date.now() + 3_600_000));
    await new AccessKeeper({ renew: async () => ((renewals += 1), 200) }).regain(Date.now());
    assert.equal(renewals, 1);
});

test("a session that cannot be renewed is over, but a busy or unreachable server ends none", async () => {
    let losses = 0;
    const keeperOf = (renew: () => Promise<number>) => {
        const keeper = new AccessKeeper({ renew });
        keeper.onLost = () => ((losses += 1), Promise.resolve());
        return keeper;
    };
    await keeperOf(async () => 401).regain(Date.now());
    assert.equal(losses, 1);
    // The server's word for a token that another tab has just renewed.
    await keeperOf(async () => 409).regain(Date.now());
    await assert.rejects(keeperOf(async () => 503).regain(Date.now()), (error) => error instanceof ApiError && error.status === 503);
    await assert.rejects(keeperOf(async () => 429).regain(Date.now()), (error) => error instanceof ApiError && error.status === 429);
    await assert.rejects(keeperOf(() => Promise.reject(new ApiError("network", "Gone", "", null, null))).regain(Date.now()), (error) => error instanceof ApiError && error.kind === "network");
    assert.equal(losses, 1);
});

test("asks again after a renewal, and only once", async () => {
    const answers: Parameters<typeof serve>[0] = { "/city": refused, "POST /auth/refresh": { body: me } };
    let asked = 0;
    const sent = serve(answers);
    const fetch = globalThis.fetch;
    globalThis.fetch = ((url: string, options: RequestInit) => {
        if (String(url).endsWith("/city") && (asked += 1) === 2) answers["/city"] = { body: city };
        return fetch(url, options);
    }) as typeof globalThis.fetch;
    assert.deepEqual(await ask("GET /city"), city);
    assert.deepEqual([asked, sent.map(({ path }) => path)], [2, ["/auth/refresh"]]);
});

test("leads somebody who is not signed in to the sign-in and back to the page they asked for", async () => {
    const answers: Parameters<typeof serve>[0] = { ...base, ...lists, "/me": refused, "POST /auth/refresh": refused, "POST /auth/login": { body: me } };
    const sent = serve(answers);
    const page = await open("/data/findings?state=open");
    assert.equal(window.location.pathname, "/sign-in");
    assert.equal(new URLSearchParams(window.location.search).get("next"), "/data/findings?state=open");
    await enter(page.querySelector('input[type="email"]'), "ada@example.org");
    await enter(page.querySelector('input[type="password"]'), "correct horse");
    answers["/me"] = { body: me };
    await run(() => button(page, /^Sign in/).click());
    assert.deepEqual(sent.find(({ path }) => path === "/auth/login")?.body, { email: "ada@example.org", password: "correct horse", isPersistent: false });
    assert.equal(window.location.pathname + window.location.search, "/data/findings?state=open");
    assert.match(text(page.querySelector("h1")), /Findings/);
});

test("asks for the second factor, and says when its code is wrong", async () => {
    const answers: Parameters<typeof serve>[0] = { ...base, "/me": refused, "POST /auth/refresh": refused, "POST /auth/login": { body: { secondFactor: true, challenge: "c-1" } },
        "POST /auth/login/second-factor": { status: 401, body: { title: "Not signed in", status: 401, detail: "The code is wrong.", requestId: "r-9" } } };
    const sent = serve(answers);
    const page = await open("/sign-in");
    await enter(page.querySelector('input[type="email"]'), "ada@example.org");
    await enter(page.querySelector('input[type="password"]'), "correct horse");
    await run(() => button(page, /^Sign in/).click());
    await enter(page.querySelector('input[autocomplete="one-time-code"]'), "123 456");
    await run(() => button(page, /Go on/).click());
    assert.match(text(page.querySelector('[role="alert"]')), /The code is wrong.*r-9/);
    await run(() => button(page, /recovery code/).click());
    await enter(page.querySelector('input[name="recovery-code"]'), "abcd-efgh");
    answers["POST /auth/login/second-factor"] = { body: me };
    await run(() => button(page, /Go on/).click());
    const bodies = sent.filter(({ path }) => path === "/auth/login/second-factor").map(({ body }) => body);
    assert.deepEqual(bodies, [{ challenge: "c-1", code: "123456" }, { challenge: "c-1", code: "abcd-efgh" }]);
    assert.equal(window.location.pathname, "/");
});

const kept = { rawMonths: null, revisionMonths: null, hourlyMonths: null, dailyMonths: null, forecastMonths: null, anomalyMonths: null, closedBefore: null };

test("keeps what was entered when the session ends, and sends it after the same person has signed in again", async () => {
    const answers: Parameters<typeof serve>[0] = { ...base, "/retention": { body: kept }, "PUT /retention": refused, "POST /auth/refresh": refused, "POST /auth/login": { body: me } };
    const sent = serve(answers);
    const page = await open("/data/retention");
    await enter(page.querySelectorAll("main input")[0], "24");
    await run(() => button(page, /Save the policy/).click());
    const dialog = page.querySelector("dialog") as HTMLElement;
    assert.match(text(dialog), /Your session has ended/);
    assert.equal((page.querySelectorAll("main input")[0] as HTMLInputElement).value, "24");
    assert.equal((dialog.querySelector('input[type="email"]') as HTMLInputElement).value, "ada@example.org");
    answers["PUT /retention"] = { body: { ...kept, rawMonths: 24 } };
    answers["/retention"] = { body: { ...kept, rawMonths: 24 } };
    await enter(dialog.querySelector('input[type="password"]'), "correct horse");
    await run(() => button(dialog, /^Sign in/).click());
    assert.equal(page.querySelector("dialog"), null);
    assert.equal((sent.filter(({ method }) => method === "PUT").slice(-1)[0]?.body as { rawMonths: number }).rawMonths, 24);
    assert.match(text(page.querySelector("main")), /as it is in force/);
});

test("sends nothing again for somebody else who signs in instead", async () => {
    const other = { ...me, user: { ...me.user, id: 2, email: "ben@example.org" } };
    const answers: Parameters<typeof serve>[0] = { ...base, "/retention": { body: kept }, "PUT /retention": refused, "POST /auth/refresh": refused, "POST /auth/login": { body: other } };
    const sent = serve(answers);
    const page = await open("/data/retention");
    await enter(page.querySelectorAll("main input")[0], "24");
    await run(() => button(page, /Save the policy/).click());
    answers["PUT /retention"] = { body: kept };
    await enter(page.querySelector('dialog input[type="password"]'), "correct horse");
    await run(() => button(page.querySelector("dialog") as HTMLElement, /^Sign in/).click());
    assert.equal(sent.filter(({ method }) => method === "PUT").length, 1);
    assert.equal((page.querySelectorAll("main input")[0] as HTMLInputElement).value, "");
});

test("a sign-out ends the session here and forgets what was loaded", async () => {
    const answers: Parameters<typeof serve>[0] = { ...base, ...lists, "POST /auth/logout": { status: 200, body: "" } };
    const sent = serve(answers);
    const page = await open("/data/findings");
    await run(() => button(page, /Account of Ada Ortega/).click());
    await run(() => button(page, /Sign out/).click());
    assert.deepEqual(sent.map(({ path }) => path), ["/auth/logout"]);
    assert.equal(window.location.pathname, "/sign-in");
    assert.match(text(page), /You have signed out/);
});

test("a sign-out in one tab reaches the others, and so does the choice of another tenant", async () => {
    const answers = answersOf();
    serve(answers);
    const page = await open("/data/findings");
    const tab = new BroadcastChannel("urbangrid.session");
    const lake = { id: 2, name: "Lakeshore Power", role: "viewer", roleName: "Viewer", isActive: true };
    answers["/me"] = { body: { ...me, tenant: lake, permissions: ["grid.read"] } };
    tab.postMessage({ kind: "in", identity: "1/2" });
    await settle();
    await run(() => button(page, /Account of/).click());
    assert.match(text(page.querySelector(".user-panel")), /Viewer in Lakeshore Power/);
    tab.postMessage({ kind: "out" });
    await settle();
    tab.close();
    assert.equal(window.location.pathname, "/sign-in");
});

test("leads back to paths of this site only", () => {
    assert.equal(nextPath("/series?zone=1#x"), "/series?zone=1#x");
    for (const foreign of [null, "", "https://evil.example/", "//evil.example/x", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/sign-in?next=/"]) assert.equal(nextPath(foreign), "/", String(foreign));
    assert.equal(signInPath("/"), "/sign-in");
    assert.equal(nextPath(new URLSearchParams(signInPath("/series?zone=1").split("?")[1]).get("next")), "/series?zone=1");
});

test("takes a mail's token from behind the hash alone, where no server sees it", () => {
    assert.equal(tokenFrom({ hash: "#token=a_b-1" }), "a_b-1");
    assert.equal(tokenFrom({ hash: "" }), null);
});

test("an invitation's token stays behind the hash on the way through the sign-in", () => {
    const url = new URL(signInForInvitation("a_b-1", "ada+1@example.com"), "http://here");
    assert.equal(url.pathname, "/sign-in");
    assert.equal(url.searchParams.get("email"), "ada+1@example.com");
    assert.doesNotMatch(url.search, /a_b-1/);
    assert.equal(nextFrom(url), "/invitation#token=a_b-1");
    assert.equal(nextFrom(new URL("/sign-in?next=%2Fseries%3Fzone%3D1", "http://here")), "/series?zone=1");
    assert.equal(nextFrom(new URL("/sign-in?next=%2F%2Fevil.example#next=%2F%2Fevil.example", "http://here")), "/");
});

test("a server that cannot say who is signed in is told from nobody being signed in", async () => {
    serve({ ...base, "/me": { status: 503, body: { title: "Not available", status: 503, detail: "The database is busy.", requestId: "r-77" } } });
    const page = await open("/series");
    assert.match(text(page.querySelector('[role="alert"]')), /The database is busy.*r-77.*Try again/);
    assert.equal(window.location.pathname, "/series");
    assert.equal(typeof accessKeeper.onLost, "function");
});
