import assert from "node:assert/strict";
import { test } from "node:test";
import { clockText, elapsed, Skew } from "../src/clock.ts";
import { NOW } from "./home.ts";

const updated = (ago: number) => ({ last_updated: new Date(NOW - ago).toISOString() });

test("the clock shows minutes and seconds, and hours when there are any", () => {
  assert.equal(clockText(0), "0:00");
  assert.equal(clockText(65.9), "1:05");
  assert.equal(clockText(3665), "1:01:05");
});

test("the clock shows nothing for no time, and never less than nothing", () => {
  assert.equal(clockText(undefined), "");
  assert.equal(clockText(Number.NaN), "");
  assert.equal(clockText(Number.POSITIVE_INFINITY), "");
  assert.equal(clockText(-5), "0:00");
  assert.equal(elapsed(undefined, NOW, 0), undefined);
  assert.equal(elapsed(NOW + 5000, NOW, 0), 0);
  assert.equal(elapsed(NOW, Number.NaN, 0), undefined);
});

test("a browser whose clock is ahead does not make calls longer", () => {
  const skew = new Skew();
  skew.learn(updated(60_300), NOW, true);
  skew.learn(updated(60_100), NOW, true);
  assert.equal(skew.value, 60_100);
  assert.equal(elapsed(NOW - 70_100, NOW, skew.value), 10);
});

test("a browser whose clock is behind shows the call's own time", () => {
  const skew = new Skew();
  skew.learn(updated(-30_000), NOW, false);
  assert.equal(elapsed(NOW + 20_000, NOW, skew.value), 10);
});

test("a state that is merely old says nothing about the clock", () => {
  const skew = new Skew();
  skew.learn(updated(3_600_000), NOW, false);
  assert.equal(skew.value, 0);
});

test("a message's way is no skew, and nonsense teaches nothing", () => {
  const skew = new Skew();
  skew.learn(updated(400), NOW, true);
  skew.learn({ last_updated: 5 }, NOW, true);
  skew.learn(undefined, NOW, true);
  skew.learn(updated(99_000), Number.NaN, true);
  assert.equal(skew.value, 0);
});

test("Home Assistant's own time tells the skew, whatever changed long ago", () => {
  const skew = new Skew();
  const there = new Date(NOW - 86_400_000).toISOString();
  skew.measure(there, NOW - 200, NOW + 200);
  assert.equal(skew.value, 86_400_000);
  skew.learn(updated(3 * 86_400_000), NOW, true);
  assert.equal(skew.value, 86_400_000);
  skew.measure(new Date(NOW).toISOString(), NOW - 200, NOW + 200);
  assert.equal(skew.value, 0);
});

test("an answer without the time, or one that waited, leaves what was known", () => {
  const skew = new Skew();
  skew.learn(updated(60_000), NOW, true);
  for (const there of [undefined, null, 5, "soon", {}]) skew.measure(there, NOW, NOW);
  const now = new Date(NOW).toISOString();
  skew.measure(now, NOW, NOW + 6000);
  skew.measure(now, NOW, NOW - 6000);
  skew.measure(now, Number.NaN, NOW);
  assert.equal(skew.value, 60_000);
});

test("a clock set back after it was measured is noticed with the next change", () => {
  const skew = new Skew();
  skew.measure(new Date(NOW - 3_600_000).toISOString(), NOW, NOW);
  assert.equal(skew.value, 3_600_000);
  skew.learn(updated(100), NOW, true);
  assert.equal(skew.value, 0);
});

test("a clock that was set right is believed after some changes", () => {
  const skew = new Skew();
  skew.learn(updated(-90_000), NOW, true);
  for (let change = 0; change < 8; change++) skew.learn(updated(100), NOW, true);
  assert.equal(skew.value, 0);
});
