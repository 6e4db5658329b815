import assert from "node:assert/strict";
import { test } from "node:test";
import { shownAtFirst } from "../src/render/lists.ts";
import { readCount, readSeconds } from "../src/totals.ts";

const duration = (state: unknown, unit_of_measurement: unknown = "s") => ({
  state,
  attributes: { unit_of_measurement },
});

test("a count is a whole number, and nothing else is one", () => {
  assert.equal(readCount("0"), 0);
  assert.equal(readCount("60"), 60);
  assert.equal(readCount("60.0"), 60);
  for (const state of [
    "unknown",
    "unavailable",
    "",
    " ",
    "-1",
    "1.5",
    5,
    null,
    "1e999",
  ]) {
    assert.equal(readCount(state), undefined, String(state));
  }
});

test("a duration is read in whatever unit a person has chosen for it", () => {
  assert.equal(readSeconds(duration("17.00")), 17);
  assert.equal(readSeconds(duration("1.5", "min")), 90);
  assert.equal(readSeconds(duration("2", "h")), 7200);
  assert.equal(readSeconds(duration("0.01", "d")), 864);
});

test("what is no duration is none", () => {
  assert.equal(readSeconds(undefined), undefined);
  assert.equal(readSeconds(duration("unavailable")), undefined);
  assert.equal(readSeconds(duration("5", "toString")), undefined);
  assert.equal(readSeconds(duration("5", null)), undefined);
  assert.equal(readSeconds({ state: "5" }), undefined);
});

test("of many missed calls five are shown at first, and never all but one", () => {
  assert.equal(shownAtFirst(0), 0);
  assert.equal(shownAtFirst(5), 5);
  assert.equal(shownAtFirst(6), 6);
  assert.equal(shownAtFirst(7), 5);
  assert.equal(shownAtFirst(50), 5);
});
