import assert from "node:assert/strict";
import { test } from "node:test";
import { allows, connectable, readTelephone } from "../src/calls.ts";
import { call, sensor } from "./home.ts";

const ids = (telephone: ReturnType<typeof readTelephone>) =>
  telephone.calls.map((one) => one.id);

test("a call is shown with everything that the sensor tells of it", () => {
  const [shown] = readTelephone(sensor("active", call({ recording: true }))).calls;
  assert.deepEqual(shown, {
    key: "aaa111bbb",
    id: "aaa111bbb",
    state: "active",
    incoming: true,
    name: "Bob Bobson",
    number: "+15555",
    started: Date.parse("2026-11-23T11:59:00Z"),
    conference: false,
    recording: true,
    actions: new Set(["HOLD", "TRANSFER"]),
  });
});

test("a ringing call stands first, the others stay in the order in which they began", () => {
  const telephone = readTelephone(
    sensor(
      "ringing",
      call({ call_id: "new", started: "2026-11-23T11:59:30Z" }),
      call({ call_id: "old", state: "held", started: "2026-11-23T11:00:00Z" }),
      call({ call_id: "rings", state: "ringing", started: "2026-11-23T11:59:59Z" }),
    ),
  );
  assert.deepEqual(ids(telephone), ["rings", "old", "new"]);
  assert.equal(telephone.primary?.id, "rings");
});

test("the active call is the one that matters, the newest of equals", () => {
  const telephone = readTelephone(
    sensor(
      "active",
      call({ call_id: "held", state: "held" }),
      call({ call_id: "older", started: "2026-11-23T11:00:00Z" }),
      call({ call_id: "newer", started: "2026-11-23T11:30:00Z" }),
    ),
  );
  assert.equal(telephone.primary?.id, "newer");
});

test("a telephone without calls says why", () => {
  const restored = { state: "unavailable", attributes: { restored: true } };
  assert.equal(readTelephone(undefined).phase, "gone");
  assert.equal(readTelephone(sensor("idle")).phase, "idle");
  assert.equal(readTelephone(sensor("unavailable")).phase, "unavailable");
  assert.equal(readTelephone(restored).phase, "unloaded");
  assert.equal(readTelephone(sensor("unknown")).phase, "waiting");
  assert.equal(readTelephone({ state: 7 }).phase, "waiting");
});

test("a call of unknown state is a call", () => {
  const telephone = readTelephone(sensor("unknown", call({ state: "BOGUS" })));
  assert.equal(telephone.phase, "calls");
  assert.equal(telephone.primary?.state, "unknown");
});

test("without the list the sensor's own attributes tell of the call", () => {
  const { calls } = readTelephone({
    state: "held",
    attributes: { ...call(), calls: "nonsense", actions: ["RESUME"] },
  });
  assert.equal(calls.length, 1);
  assert.equal(calls[0]?.state, "held");
  assert.equal(calls[0]?.name, "Bob Bobson");
});

test("calls with the same id, or none, can still be told apart", () => {
  const telephone = readTelephone(
    sensor("active", call(), call(), call({ call_id: null }), call({ call_id: null })),
  );
  assert.equal(new Set(telephone.calls.map((one) => one.key)).size, 4);
});

test("a party without a number shows its address without the scheme", () => {
  const sip = call({ remote_number: null, remote_uri: "sip:anna@example.com" });
  assert.equal(
    readTelephone(sensor("active", sip)).primary?.number,
    "anna@example.com",
  );
});

test("only what the exchange lists can be done, and only to a call with an id", () => {
  const [listed] = readTelephone(sensor("active", call())).calls;
  const [nameless] = readTelephone(sensor("active", call({ call_id: "" }))).calls;
  assert.ok(listed && nameless);
  assert.equal(allows(listed, "HOLD"), true);
  assert.equal(allows(listed, "RESUME"), false);
  assert.equal(allows(nameless, "HOLD"), false);
});

test("two calls that can be transferred can be connected, the active to the held", () => {
  const held = call({ call_id: "h", state: "held", started: "2026-11-23T11:00:00Z" });
  const pair = connectable(readTelephone(sensor("active", held, call())).calls);
  assert.deepEqual(
    pair?.map((one) => one.id),
    ["aaa111bbb", "h"],
  );
});

test("one call, three, or one that cannot be transferred are not connected", () => {
  const other = call({ call_id: "b" });
  const third = call({ call_id: "c" });
  const fixed = call({ call_id: "d", actions: [] });
  for (const calls of [[call()], [call(), other, third], [call(), fixed]]) {
    assert.equal(
      connectable(readTelephone(sensor("active", ...calls)).calls),
      undefined,
    );
  }
  const fine = readTelephone(sensor("active", call(), other, fixed)).calls;
  assert.equal(connectable(fine)?.length, 2);
});
