import assert from "node:assert/strict";
import { test } from "node:test";
import { Asker } from "../src/asker.ts";
import { readTelephone, type Telephone } from "../src/calls.ts";
import { Skew } from "../src/clock.ts";
import { Desk, type Room, whyNot } from "../src/desk.ts";
import type { Hass } from "../src/hass.ts";
import type { Request } from "../src/panel.ts";
import { speaker } from "../src/texts.ts";
import { call, home, sensor } from "./home.ts";

const TALKING = readTelephone(sensor("active", call()));
const IDLE = readTelephone(sensor("idle"));
const GONE = readTelephone(undefined);
const AWAY = readTelephone({ state: "unavailable" });
const UNLOADED = readTelephone({
  state: "unavailable",
  attributes: { restored: true },
});
const WAITING = readTelephone({ state: "unknown" });

const DIAL: Request = { kind: "dial" };
const TRANSFER: Request = { kind: "transfer", callKey: "aaa111bbb", name: "Carol" };
const CONNECT: Request = {
  ...TRANSFER,
  kind: "connect",
  otherKey: "ccc222ddd",
  other: "Bob",
};
const DECISION = { destination: "Anna", type: "basic" } as const;

/** A card in which a call is under way, and somebody who refuses all actions later. */
function room() {
  const refusals: ((error: unknown) => void)[] = [];
  const hass: Hass = home();
  hass.callService = () => new Promise((_, reject) => refusals.push(reject));
  let telephone: Telephone = TALKING;
  const asker = new Asker(() => {}, new Skew());
  const around: Room = {
    hass,
    speak: speaker("en"),
    user: { deviceId: "device-alice", entities: {} },
    get telephone() {
      return telephone;
    },
    asker,
    changed: () => {},
    changedNow: () => {},
    shown: async () => {},
    focused: () => undefined,
    cramped: () => false,
  };
  const desk = new Desk(around);
  return {
    desk,
    become(next: Telephone) {
      telephone = next;
      desk.leavePanelThatCannotBe();
    },
    refuse: (message: string) => refusals.shift()?.({ message }),
  };
}

test("a panel is left when what it asks cannot be done any more", () => {
  for (const panel of [DIAL, TRANSFER, CONNECT]) {
    assert.equal(whyNot(panel, GONE), "gone");
    assert.equal(whyNot(panel, AWAY), "unavailable");
    assert.equal(whyNot(panel, UNLOADED), "unloaded");
    assert.equal(whyNot(panel, WAITING), undefined);
  }
  assert.equal(whyNot(DIAL, IDLE), undefined);
  assert.equal(whyNot(TRANSFER, TALKING), undefined);
  assert.equal(whyNot(TRANSFER, IDLE), "call_ended");
  assert.equal(whyNot(CONNECT, TALKING), "call_ended");
});

test("a refused transfer of a live call stays open and says why", async () => {
  const { desk, refuse } = room();
  desk.open(TRANSFER);
  const decided = desk.decided(DECISION);
  refuse("Refused");
  await decided;
  assert.equal(desk.panel, TRANSFER);
  assert.equal(desk.panelError, "Refused");
  desk.stop();
});

test("a transfer refused because the call ended meanwhile says why in the card", async () => {
  const { desk, become, refuse } = room();
  desk.open(TRANSFER);
  const decided = desk.decided(DECISION);
  become(IDLE);
  assert.equal(desk.panel, TRANSFER);
  refuse("The call ended");
  await decided;
  assert.equal(desk.panel, undefined);
  assert.deepEqual(desk.message, { text: "The call ended", error: true });
});

test("a refusal is still read when the panel goes after it", async () => {
  const { desk, become, refuse } = room();
  desk.open(TRANSFER);
  const decided = desk.decided(DECISION);
  refuse("Refused");
  await decided;
  become(UNLOADED);
  assert.equal(desk.panel, undefined);
  assert.deepEqual(desk.message, { text: "Refused", error: true });
});

test("a user who is taken away takes the panel along, and the card says why", () => {
  const { desk, become } = room();
  desk.open(DIAL);
  become(UNLOADED);
  assert.equal(desk.panel, undefined);
  assert.equal(desk.message, undefined);
});

test("a panel whose call ends goes with a word", () => {
  const { desk, become } = room();
  desk.open(TRANSFER);
  become(IDLE);
  assert.equal(desk.panel, undefined);
  assert.deepEqual(desk.message, { text: "The call has ended", error: false });
  desk.stop();
});

test("a refusal after the panel was cancelled is said in the card", async () => {
  const { desk, refuse } = room();
  desk.open(TRANSFER);
  const decided = desk.decided(DECISION);
  desk.close();
  refuse("Refused");
  await decided;
  assert.deepEqual(desk.message, { text: "Refused", error: true });
});

test("another configuration closes the panel", () => {
  const { desk } = room();
  desk.open(TRANSFER);
  desk.showAllMissed();
  desk.clear();
  assert.equal(desk.panel, undefined);
  assert.equal(desk.allMissed, false);
});
