import assert from "node:assert/strict";
import { test } from "node:test";
import { connectable, readTelephone } from "../src/calls.ts";
import { clockText, elapsed, Skew } from "../src/clock.ts";
import type { EntityState, Hass } from "../src/hass.ts";
import { readHistory } from "../src/history.ts";
import type { Dict } from "../src/safe.ts";
import { view } from "../src/strategy.ts";
import { stubConfig, suggestion } from "../src/suggest.ts";
import { allUsers, findUser } from "../src/users.ts";
import { whenText } from "../src/when.ts";
import { call, chance, home, NOW } from "./home.ts";

const ROUNDS = 20_000;

const NONSENSE: readonly unknown[] = [
  null,
  undefined,
  5,
  Number.NaN,
  -1e308,
  true,
  "",
  "x",
  "unavailable",
  "9999999-99-99T99:99:99Z",
  "+275760-09-13T00:00:00.001Z",
  "<img src=x onerror=alert(1)>",
  "\u202e\u0000\ud800",
  "y".repeat(10_000),
  [],
  [null],
  [[[]]],
  {},
  { calls: null },
  Object.create(null),
  () => 1,
  Symbol("s"),
  10n,
];

const random = chance(20261123);
const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;

/** The value with some of it, at any depth, replaced by nonsense. */
function spoilt(value: unknown): unknown {
  if (random() < 0.12) return one(NONSENSE);
  if (Array.isArray(value)) return value.map(spoilt);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, spoilt(inner)]),
  );
}

test(`whatever ${ROUNDS} states of a sensor contain, the card has something to show`, () => {
  const skew = new Skew();
  for (let round = 0; round < ROUNDS; round++) {
    const state = spoilt({
      state: one(["idle", "ringing", "active", "held", "unknown", "bogus"]),
      attributes: {
        ...call(),
        calls: Array.from({ length: Math.floor(random() * 5) }, () =>
          call({ state: one(["ringing", "active", "held", "bogus"]) }),
        ),
      },
      last_updated: new Date(NOW + (random() - 0.5) * 1e6).toISOString(),
    }) as EntityState | undefined;
    const telephone = readTelephone(state);
    assert.equal(telephone.phase === "calls", telephone.primary !== undefined);
    assert.ok(telephone.calls.length <= 20);
    const keys = new Set(telephone.calls.map((shown) => shown.key));
    assert.equal(keys.size, telephone.calls.length);
    skew.learn(state, NOW, random() < 0.5);
    for (const shown of telephone.calls) {
      const clock = clockText(elapsed(shown.started, NOW, skew.value));
      assert.match(clock, /^(?:\d+:)?\d*:?\d*$/);
      assert.ok((shown.name ?? "").length <= 200);
    }
    assert.ok([undefined, 2].includes(connectable(telephone.calls)?.length));
  }
});

test("whatever a home contains, users, suggestions and the view are found in it", async () => {
  for (let round = 0; round < ROUNDS / 10; round++) {
    const hass = spoilt(home()) as Hass | undefined;
    assert.ok(Array.isArray(allUsers(hass)));
    findUser(hass, { entity: "sensor.alice_call" });
    findUser(hass, { device_id: "device-alice" });
    assert.equal(typeof stubConfig(hass), "object");
    assert.equal(typeof suggestion(hass, "event.alice_call"), "object");
    const laidOut = await view(spoilt({ users: ["device-bob"] }), hass);
    assert.ok(Array.isArray(laidOut.sections));
    assert.equal(typeof whenText(hass, NOW - random() * 1e9, NOW), "string");
  }
});

test("whatever an answer contains, finished calls are read out of it", () => {
  for (let round = 0; round < ROUNDS / 10; round++) {
    const users = spoilt({ d1: { calls: [call({ outcome: "missed" }), call()] } });
    for (const finished of readHistory((users ?? {}) as Dict, "d1")) {
      assert.equal(typeof finished.incoming, "boolean");
    }
  }
});
