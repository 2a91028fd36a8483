import assert from "node:assert/strict";
import { test } from "node:test";
import { placeCallouts, type Anchor } from "../src/map/callouts";
import { feederClass, feederColors, placesOf, search, type Asset } from "../src/network/places";
import { network } from "./support/fixtures";

const box = { width: 100, height: 40 };
const room = { width: 800, height: 500, top: 10, bottom: 490, cityLeft: 300, cityRight: 500 };
const anchor = (id: number, x: number, y: number, weight = 0): Anchor => ({ id, x, y, weight });

function overlaps(anchors: Anchor[], within = room): boolean {
    const placed = placeCallouts(anchors, box, within);
    return placed.some((one, index) => placed.slice(index + 1).some((other) => one.side === other.side && Math.abs(one.top - other.top) < box.height));
}

test("labels stand beside the city, on the side where their zone lies", () => {
    const placed = placeCallouts([anchor(1, 320, 100), anchor(2, 480, 300)], box, room);
    assert.deepEqual(placed.map(({ id, side }) => [id, side]), [[1, "left"], [2, "right"]]);
    assert.ok(placed.every(({ left }) => left + box.width <= room.cityLeft || left >= room.cityRight));
    assert.deepEqual(placed.map(({ top }) => top + box.height / 2), [100, 300]);
});

test("no label covers another, also when all zones lie at one height or at the edge", () => {
    const many = Array.from({ length: 12 }, (_, index) => anchor(index, 310 + index * 15, 250));
    assert.equal(overlaps(many), false);
    assert.equal(overlaps(many.map((one) => ({ ...one, y: 499 }))), false);
    assert.ok(placeCallouts(many.map((one) => ({ ...one, y: 499 })), box, room).every(({ top }) => top >= room.top && top + box.height <= room.bottom));
    assert.equal(placeCallouts(many, box, room).length, 12);
});

test("where there is not room for all, the zones that matter most keep theirs", () => {
    const many = Array.from({ length: 60 }, (_, index) => anchor(index, 300 + index * 3, 250, index));
    const placed = placeCallouts(many, box, room);
    assert.equal(placed.length, 20);
    assert.ok(placed.every(({ id }) => id >= 40));
    assert.equal(overlaps(many), false);
});

test("a zone that was moved out of view has no label", () => {
    assert.deepEqual(placeCallouts([anchor(1, -5, 100)], box, room), []);
    assert.deepEqual(placeCallouts([], box, room), []);
});

test("assets at one node are one place, and what belongs to no feeder has no feeder's colour", () => {
    const assets = network.features as Asset[];
    const places = placesOf(assets);
    assert.deepEqual(places.map(({ assets: here }) => here.map(({ id }) => id)), [["load_point-3", "generator-4"]]);
    const colors = feederColors(assets);
    assert.equal(feederClass(colors, 1), "feeder-0");
    assert.equal(feederClass(colors, null), "feeder-none");
});

test("search finds assets by words in any order", () => {
    const assets = network.features as Asset[];
    assert.deepEqual(search(assets, "point lp").map(({ id }) => id), ["load_point-3"]);
    assert.deepEqual(search(assets, "cable 9"), []);
    assert.equal(search(assets, "  ").length, 3);
});
