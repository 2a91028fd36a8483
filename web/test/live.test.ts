import "./support/browser";
import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveClient, type LiveConnection } from "../src/live/LiveClient";
import { mergeZone, Throttle } from "../src/live/liveEvents";
import { CityClock } from "../src/city/cityClock";
import { FakeStream } from "./support/page";

function client() {
    const streams: FakeStream[] = [];
    const states: LiveConnection["state"][] = [];
    const events: [string, unknown][] = [];
    const live = new LiveClient({
        url: "/live", topics: ["zones", "clock"], random: () => 0,
        open: (url) => {
            const stream = new FakeStream(url);
            streams.push(stream);
            return stream;
        },
        onEvent: (topic, data) => events.push([topic, data]),
        onConnection: (connection) => states.push(connection.state),
    });
    live.start();
    return { live, streams, states, events };
}

test("is live once the stream is open, and passes events on", () => {
    const { live, streams, states, events } = client();
    streams[0]?.onopen?.({} as Event);
    streams[0]?.send("zones", { zones: [] });
    assert.deepEqual(states, ["live"]);
    assert.deepEqual(events, [["zones", { zones: [] }]]);
    live.stop();
});

test("leaves a broken connection to the browser, which resumes with the last event's id", () => {
    const { live, streams, states } = client();
    const stream = streams[0] as FakeStream;
    stream.onopen?.({} as Event);
    stream.readyState = 0;
    stream.onerror?.({} as Event);
    stream.onopen?.({} as Event);
    assert.deepEqual(states, ["live", "reconnecting", "live"]);
    assert.equal(streams.length, 1);
    live.stop();
});

test("opens again, after a wait, what the browser gave up on", async () => {
    const { live, streams } = client();
    const stream = streams[0] as FakeStream;
    stream.readyState = 2;
    stream.onerror?.({} as Event);
    stream.onerror?.({} as Event);
    assert.equal(streams.length, 1);
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(streams.length, 2);
    live.stop();
    assert.ok(streams[1]?.isClosed);
});

test("survives an event that is not JSON", () => {
    const { live, streams, events } = client();
    const warn = console.warn;
    let warnings = 0;
    console.warn = () => (warnings += 1);
    streams[0]?.send("zones", "{broken");
    console.warn = warn;
    assert.equal(events.length, 0);
    assert.equal(warnings, 1);
    live.stop();
});

test("does not let a late event take a zone back in time", () => {
    const zone = { id: 1, loadKW: 5, consumptionKW: 5, generationKW: 0, loadAt: "2026-11-23T09:00:00Z", loading: 0.5, quality: null, nextPeak: null };
    assert.equal(mergeZone(zone, { ...zone, loadKW: 9, loadAt: "2026-11-23T08:00:00Z" }).loadKW, 5);
    assert.equal(mergeZone(zone, { ...zone, loadKW: 9, loadAt: "2026-11-23T10:00:00Z" }).loadKW, 9);
});

test("makes one refresh of many events at once, and one more afterwards", async () => {
    const throttle = new Throttle(20);
    let runs = 0;
    for (let event = 0; event < 50; event += 1) throttle.run("zones", () => (runs += 1));
    assert.equal(runs, 1);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.equal(runs, 2);
});

test("runs the city's clock at the replay's speed between two words from the server", () => {
    let local = 0;
    const clock = new CityClock(() => local);
    clock.set({ now: "2026-11-23T09:00:00Z", speed: 60 });
    local = 2_000;
    assert.equal(clock.now(), Date.parse("2026-11-23T09:02:00Z") / 1000);
});

test("looks whether the session holds before it opens a stream that was refused, and waits while that cannot be told", async () => {
    const steps: string[] = [];
    await new Promise<void>((done) => {
        const client = new LiveClient({
            url: "/live", topics: ["clock"], random: () => 0, onEvent: () => undefined, onConnection: () => undefined,
            open: (url) => {
                steps.push("open");
                const stream = new FakeStream(url);
                if (steps.length > 1) {
                    client.stop();
                    done();
                } else {
                    queueMicrotask(() => {
                        stream.readyState = 2;
                        stream.onerror?.({} as Event);
                    });
                }
                return stream;
            },
            prepare: () => {
                steps.push(steps.length === 1 ? "cannot be told" : "holds");
                return steps.length === 2 ? Promise.reject(new Error("The server cannot be reached")) : Promise.resolve();
            },
        });
        client.start();
    });
    assert.deepEqual(steps, ["open", "cannot be told", "holds", "open"]);
});
