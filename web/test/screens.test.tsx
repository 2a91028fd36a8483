import { close, FakeStream, open, run, serve, settle } from "./support/page";
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { anomaly, city, cityLoad, forecast, model, network, zone, zoneDetail } from "./support/fixtures";

const nothing = { "/network": { body: { type: "FeatureCollection", features: [] } }, "/series": { body: { series: [], nextCursor: null } }, "/anomalies": { body: { anomalies: [], nextCursor: null } }, "/city/load": { body: cityLoad }, "/models": { body: { models: [] } }, "/jobs": { body: { jobs: [] } } };
const full = { "/city": { body: city }, ...nothing, "/zones": { body: { asOf: city.clock.now, zones: [zone] } }, "/zones/1": { body: zoneDetail }, "/zones/1/forecast": { body: forecast } };
const series = (id: number) => ({ id, name: `Meter ${id}`, externalName: `m${id}`, assetKind: "load_point", assetId: id, assetName: `LP ${id}`, zoneId: 1, quantity: "activeEnergyImport", unit: "kWh", intervalSeconds: 900, isDerived: false, firstReadingAt: null, lastReadingAt: null, readingCount: 0 });
const text = (node: Element | null) => (node?.textContent ?? "").replace(/\u00a0/g, " ");

afterEach(close);

test("shows a skeleton while the city loads, and its failure with a request id and a way to try again", async () => {
    serve({ "/city": "never" });
    assert.ok((await open("/")).querySelector(".skeleton"));
    serve({ "/city": { status: 503, body: { title: "Not available", status: 503, detail: "The database is busy.", requestId: "r-77" } } });
    const page = await open("/");
    assert.match(text(page.querySelector('[role="alert"]')), /Not available.*busy.*r-77.*Try again/);
    serve(full);
    await run(() => (page.querySelector('[role="alert"] button') as HTMLButtonElement).click());
    assert.match(text(page.querySelector("h1")), /Testville/);
});

test("shows the city's load, the tightest zone and what needs attention", async () => {
    serve(full);
    const page = await open("/");
    assert.match(text(page.querySelector('[data-testid="kpis"]')), /2\.50\s?MW.*93 %.*Z01 18:00/);
    assert.match(text(page.querySelector('[data-testid="attention"]')), /Z01 North may reach 93 %/);
    assert.match(text(page.querySelector(".demo-notice")), /which household hangs where is ours.*278 weeks/);
    assert.doesNotMatch(text(page.querySelector(".demo-notice")), /Nine faults/);
    assert.match(text(page.querySelector('[data-testid="outside-zones"]')), /nor the city's: Busbar \(118 kW\)/);
});

test("changes a value without reload when the live stream says so", async () => {
    serve(full);
    const page = await open("/");
    assert.equal(text(page.querySelector('[data-testid="city-load"]')), "2.50");
    await run(() => FakeStream.latest?.send("zones", { seq: 2, asOf: city.clock.now, zones: [{ ...zone, loadKW: 3100, loading: 0.775, loadAt: "2026-11-23T09:00:00Z" }] }));
    assert.equal(text(page.querySelector('[data-testid="city-load"]')), "3.10");
    assert.match(text(page.querySelector('[data-testid="connection"]')), /Live/);
});

test("shows one failing part next to the parts that work", async () => {
    serve({ ...full, "/anomalies": { status: 500, body: { title: "Failed inside", status: 500, requestId: "r-5" } } });
    const page = await open("/");
    assert.match(text(page.querySelector(".overview-attention")), /Failed inside.*r-5/);
    assert.match(text(page.querySelector('[data-testid="zone-ranking"]')), /Z01/);
});

test("leaves an hour that a zone lacks out of the city's load, and says so", async () => {
    serve({ ...full, "/city/load": { body: { ...cityLoad, columns: { start: [1795413600, 1795417200], loadKW: [2400, 9], zonesReporting: [1, 0] } } } });
    const page = text(await open("/"));
    assert.match(page, /1 hour left out: not every zone has reported/);
    assert.match(page, /latest 2\.40 MW/);
});

test("parts the anomalies of the last day from those before it", async () => {
    const old = { ...anomaly, id: 8, start: "2026-11-20T02:00:00Z", end: "2026-11-20T04:00:00Z" };
    serve({ ...full, "/anomalies": { body: { anomalies: [anomaly, old], nextCursor: null } } });
    assert.match(text((await open("/")).querySelector('[data-testid="attention"]')), /Anomalies of the last 24 hours.*Stuck meter · LP 3/);
    serve({ ...full, "/anomalies": { body: { anomalies: [old], nextCursor: null } } });
    assert.match(text((await open("/")).querySelector('[data-testid="attention"]')), /last 24 hours.*None was found.*Earlier this week.*Stuck meter/);
});

test("opens an anomaly by its number, and says when there is none", async () => {
    serve({ ...full, "/anomalies/7": { body: anomaly }, "/series/3/readings": "never" });
    assert.match(text(await open("/anomalies/7")), /Stuck meter · LP 3.*The same value for 12 hours/);
    serve({ ...full, "/anomalies/9": { status: 404, body: { title: "Not found", status: 404 } } });
    assert.match(text(await open("/anomalies/9")), /There is no such anomaly/);
});

test("asks the server for the chosen kind of anomaly", async () => {
    serve({ ...full, "/anomalies?kind=stuck": { body: { anomalies: [anomaly], nextCursor: null } } });
    assert.match(text(await open("/anomalies?kind=stuck")), /Stuck meter/);
    assert.match(text(await open("/anomalies?kind=spike")), /None fits the chosen zone and kind/);
});

test("never shows a forecast that was computed afterwards as one that was issued", async () => {
    const past = [{ start: "2026-11-23T07:00:00Z", p10: 1, p50: 2, p90: 3, issuedAt: "2026-11-22T08:00:00Z", isBackfilled: true }];
    serve({ ...full, "/zones/1/forecast": { body: { ...forecast, past, run: { ...forecast.run, isBackfilled: true } } } });
    const page = text(await open("/zones/1"));
    assert.match(page, /Day-ahead P10–P90, computed afterwards/);
    assert.match(page, /computed afterwards for Mon 23 Nov/);
    assert.match(page, /day-ahead forecasts computed afterwards/);
    assert.doesNotMatch(page, /as issued|as they were issued/);
});

test("lists the assets of the network, finds one by name and shows all of its place with its series", async () => {
    serve({ ...full, "/network": { body: network }, "/series?assetKind=load_point&assetId=3": { body: { series: [{ ...series(30), assetId: 3 }], nextCursor: null } } });
    const page = await open("/network");
    assert.match(text(page.querySelector('[data-testid="asset-list"]')), /LP 3 load point.*Plant generator.*Cable line/);
    await run(() => ([...page.querySelectorAll('[data-testid="asset-list"] button')].find((button) => /LP 3/.test(button.textContent ?? "")) as HTMLButtonElement).click());
    assert.match(window.location.search, /asset=load_point-3/);
    const shown = [...page.querySelectorAll('[data-testid="asset"]')].map(text);
    assert.equal(shown.length, 2);
    assert.match(shown[0] ?? "", /LP 3.*Rated demand430 kW.*Z01 · North.*Energy taken, kWh/);
    assert.match(shown[1] ?? "", /Plant.*PV/);
});

test("says plainly when the baseline beats the model", async () => {
    serve({ ...full, "/models": { body: { models: [model] } } });
    const page = await open("/models");
    assert.match(text(page.querySelector('[data-testid="verdict"]')), /The baseline wins.*12\.5 % less MAE/);
    const zonePage = await open("/zones/1");
    assert.match(text(zonePage), /In this window the baseline beat the model/);
    assert.match(text(zonePage.querySelector('[data-testid="run-note"]')), /fallback: no weather/);
});

test("tells why a model is in service, and when it loses to the baseline", async () => {
    serve({ ...full, "/models": { body: { models: [{ ...model, losesToBaseline: true }] } }, "/models/1": { body: { ...model, losesToBaseline: false, statusReason: "The first of its kind." } } });
    assert.match(text(await open("/models")), /champion loses to the baseline/);
    const page = text(await open("/models/1"));
    assert.match(page, /The first of its kind\./);
    assert.doesNotMatch(page, /loses to the baseline/);
});

test("shows empty states in words on every list", async () => {
    serve({ ...full, "/zones": { body: { asOf: city.clock.now, zones: [] } } });
    for (const [path, words] of [["/zones", /No zones yet/], ["/anomalies", /No anomalies here/], ["/models", /No model has been trained/], ["/jobs", /No jobs yet/], ["/series", /No series here/]] as const) {
        assert.match(text(await open(path)), words);
    }
});

test("pages through long lists by cursor", async () => {
    serve({ ...full, "/series": { body: { series: [series(1)], nextCursor: "two" } }, "/series?limit=50&cursor=two": { body: { series: [series(2)], nextCursor: null } } });
    const page = await open("/series");
    assert.match(text(page), /Meter 1/);
    await run(() => ([...page.querySelectorAll(".pager button")].find((button) => button.textContent === "Next") as HTMLButtonElement).click());
    assert.match(text(page), /Meter 2/);
    assert.match(text(page), /Page 2/);
});

test("answers an unknown address and an unknown zone with a page that says so", async () => {
    serve({ ...full, "/zones/99": { status: 404, body: { title: "Not found", status: 404 } } });
    assert.match(text(await open("/nowhere")), /There is no such page/);
    assert.match(text(await open("/zones/99")), /There is no such zone/);
});

test("keeps the rest of the app alive when one screen fails", async () => {
    serve({ ...full, "/zones": { body: { asOf: "x", zones: "not a list" } } });
    const original = console.error;
    console.error = () => undefined;
    const page = await open("/zones");
    console.error = original;
    assert.match(text(page), /This screen failed/);
    assert.ok(page.querySelector('nav[aria-label="Main"]'));
    serve(full);
    await settle();
});

test("remembers the chosen colours", async () => {
    serve(full);
    const page = await open("/");
    const toggle = page.querySelector('button[aria-label^="Colours"]') as HTMLButtonElement;
    await run(() => toggle.click());
    await run(() => toggle.click());
    assert.equal(document.documentElement.dataset["theme"], "dark");
    assert.equal(localStorage.getItem("urbangrid.theme"), "dark");
});
