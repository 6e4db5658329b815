import assert from "node:assert/strict";
import { test } from "node:test";
import { readHistory, withoutMissed } from "../src/history.ts";

const MISSED = {
  call_id: "m1",
  direction: "incoming",
  outcome: "missed",
  remote_name: "Carol Carolson",
  remote_number: "+15556",
  remote_uri: "tel:+15556",
  started: "2026-11-23T11:00:00+00:00",
  ended: "2026-11-23T11:00:20+00:00",
  duration: 0,
};

test("a finished call has who, when, how it ended and how to call back", () => {
  assert.deepEqual(readHistory({ d1: { calls: [MISSED] } }, "d1"), [
    {
      id: "m1",
      incoming: true,
      outcome: "missed",
      name: "Carol Carolson",
      number: "+15556",
      dial: "tel:+15556",
      at: Date.parse("2026-11-23T11:00:00Z"),
      duration: undefined,
    },
  ]);
});

test("whoever is hidden or masked cannot be called back", () => {
  const hidden = { ...MISSED, remote_number: null, remote_uri: null };
  const masked = { ...MISSED, remote_number: "***556", remote_uri: "tel:***556" };
  const calls = readHistory({ d1: { calls: [hidden, masked] } }, "d1");
  assert.deepEqual(
    calls.map((one) => one.dial),
    [undefined, undefined],
  );
});

test("an answer of any shape is read without an error", () => {
  for (const answer of [{}, { d1: null }, { d1: { calls: "x" } }]) {
    assert.deepEqual(readHistory(answer, "d1"), []);
  }
  const [odd] = readHistory({ d1: { calls: [null] } }, undefined);
  assert.equal(odd?.outcome, "ended");
  assert.equal(odd?.at, undefined);
});

test("a missed call does not stand among the recent ones as well", () => {
  const calls = ["a", "b", undefined].map((call_id) => ({ call_id }));
  const recent = readHistory({ d1: { calls } }, "d1");
  const missed = readHistory({ d1: { calls: [{ call_id: "a" }, {}] } }, "d1");
  assert.deepEqual(
    withoutMissed(recent, missed).map((call) => call.id),
    ["b", undefined],
  );
  assert.deepEqual(withoutMissed(recent, []), recent);
});
