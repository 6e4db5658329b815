import assert from "node:assert/strict";
import { test } from "node:test";
import { act, tick } from "../src/actions.ts";
import { Asker } from "../src/asker.ts";
import { Skew } from "../src/clock.ts";
import type { Hass } from "../src/hass.ts";
import type { Dict } from "../src/safe.ts";
import { speaker } from "../src/texts.ts";
import { findUser } from "../src/users.ts";
import { home } from "./home.ts";

const speak = speaker("en");
const TARGET = { device_id: "device-alice" };
const DONE = { context: { id: "1" }, response: { users: { "device-alice": {} } } };

const refusing = (error: unknown): Hass => ({
  callService: async () => {
    throw error;
  },
});

test("an action is aimed at the user, quietly, and gives its answer", async () => {
  const asked: unknown[][] = [];
  const hass: Hass = {
    callService: async (...all) => {
      asked.push(all);
      return DONE;
    },
  };
  const answer = await act(hass, speak, "hold", { call_id: "a" }, TARGET);
  assert.deepEqual(asked, [["telepo", "hold", { call_id: "a" }, TARGET, false, true]]);
  assert.deepEqual(answer, { done: true, users: { "device-alice": {} } });
});

test("a missed call is ticked off the to-do list", async () => {
  const asked: unknown[][] = [];
  const hass: Hass = {
    callService: async (...all) => {
      asked.push(all);
      return { context: { id: "1" } };
    },
  };
  assert.equal((await tick(hass, speak, "todo.alice", "m1")).done, true);
  assert.deepEqual(asked[0]?.slice(0, 4), [
    "todo",
    "update_item",
    { item: "m1", status: "completed" },
    { entity_id: "todo.alice" },
  ]);
});

test("a refusal is told in the user's language", async () => {
  const hass = refusing({
    message: "English",
    translation_domain: "telepo",
    translation_key: "refused",
    translation_placeholders: { status: "409" },
  });
  hass.loadBackendTranslation = async () => (key, values) =>
    `${key} ${JSON.stringify(values)}`;
  assert.deepEqual(await act(hass, speak, "hold", {}, TARGET), {
    done: false,
    message: 'component.telepo.exceptions.refused.message {"status":"409"}',
  });
});

for (const [error, message] of [
  [{ message: "Not there" }, "Not there"],
  [
    { code: "unauthorized", message: "Unauthorized" },
    "You are not allowed to do this.",
  ],
  [new Error("Broken"), "Broken"],
  ["words", "words"],
  [undefined, "That did not work."],
] as const) {
  test(`an error of the shape ${typeof error} is told as "${message}"`, async () => {
    assert.deepEqual(await act(refusing(error), speak, "hold", {}, TARGET), {
      done: false,
      message,
    });
  });
}

test("a translation that cannot be had leaves the English words", async () => {
  const hass = refusing({
    message: "English",
    translation_domain: "telepo",
    translation_key: "refused",
  });
  hass.loadBackendTranslation = async () => {
    throw new Error("offline");
  };
  const answer = await act(hass, speak, "hold", {}, TARGET);
  assert.deepEqual(answer, { done: false, message: "English" });
});

test("a connection that broke is not taken for success", async () => {
  const hass: Hass = { callService: async () => ({ context: { id: "" } }) };
  const answer = await act(hass, speak, "transfer", {}, TARGET);
  assert.equal(answer.done, false);
});

test("without Home Assistant nothing is done, and that is said", async () => {
  assert.equal((await act(undefined, speak, "hold", {}, TARGET)).done, false);
});

/** A home whose history answers when it is told to. */
function slowHome() {
  const hass = home();
  const answers: ((calls: Dict[]) => void)[] = [];
  hass.callService = (_domain, _service, data) =>
    new Promise((resolve) => {
      answers.push((calls) =>
        resolve({
          context: { id: "1" },
          response: {
            users: { "device-alice": { calls: data.unread ? [] : calls } },
          },
        }),
      );
    });
  const user = findUser(hass, { device_id: "device-alice" });
  assert.ok(user);
  return { hass, user, answers };
}

test("calls are asked for again only when an entity that tells of them has changed", async () => {
  const { hass, user, answers } = slowHome();
  const asker = new Asker(() => {}, new Skew());
  const first = asker.askHistory(hass, user, 5);
  await asker.askHistory(hass, user, 5);
  assert.equal(answers.length, 2);
  for (const answer of answers) answer([{ call_id: "a" }]);
  await first;
  assert.deepEqual(
    asker.recent.map((call) => call.id),
    ["a"],
  );
  hass.states = { ...hass.states, "event.alice_call": { state: "later" } };
  void asker.askHistory(hass, user, 5);
  assert.equal(answers.length, 4);
});

test("an answer that a newer question has overtaken is forgotten", async () => {
  const { hass, user, answers } = slowHome();
  const asker = new Asker(() => {}, new Skew());
  const old = asker.askHistory(hass, user, 5);
  asker.forgetHistory();
  const recent = asker.askHistory(hass, user, 5);
  for (const answer of answers.slice(2)) answer([{ call_id: "new" }]);
  await recent;
  for (const answer of answers.slice(0, 2)) answer([{ call_id: "old" }]);
  await old;
  assert.equal(asker.recent[0]?.id, "new");
});

test("contacts are the user's own, and what is no name is left out", async () => {
  const hass = home();
  hass.callWS = async () => ({
    users: [
      { device_id: "device-bob", contacts: ["Carol Carolson"] },
      { device_id: "device-alice", contacts: ["Anna", 5, "", null] },
    ],
  });
  const user = findUser(hass, { device_id: "device-alice" });
  assert.ok(user);
  const asker = new Asker(() => {}, new Skew());
  await asker.askContacts(hass, user);
  assert.deepEqual(asker.contacts, ["Anna"]);
  hass.callWS = async () => {
    throw new Error("gone");
  };
  asker.forgetContacts();
  await asker.askContacts(hass, user);
  assert.deepEqual(asker.contacts, ["Anna"]);
});

test("with the contacts Home Assistant tells the time", async () => {
  const hass = home();
  const there = new Date(Date.now() - 3_600_000).toISOString();
  hass.callWS = async () => ({ now: there, users: [] });
  const user = findUser(hass, { device_id: "device-alice" });
  assert.ok(user);
  const skew = new Skew();
  await new Asker(() => {}, skew).askContacts(hass, user);
  assert.ok(Math.abs(skew.value - 3_600_000) < 5000);
});

test("nothing of one user is shown as another's, even when the other cannot be asked", async () => {
  const { hass, user, answers } = slowHome();
  hass.callWS = async () => ({
    users: [{ device_id: "device-alice", contacts: ["Anna"] }],
  });
  const asker = new Asker(() => {}, new Skew());
  asker.turnTo("device-alice");
  await asker.askContacts(hass, user);
  const first = asker.askHistory(hass, user, 5);
  for (const answer of answers) answer([{ call_id: "a" }]);
  await first;
  asker.turnTo("device-alice");
  assert.deepEqual(asker.contacts, ["Anna"]);
  assert.equal(asker.known, true);
  asker.forgetHistory();
  const late = asker.askHistory(hass, user, 5);
  asker.turnTo("device-bob");
  for (const answer of answers.slice(2)) answer([{ call_id: "late" }]);
  await late;
  assert.deepEqual([asker.contacts, asker.missed, asker.recent], [[], [], []]);
  assert.equal(asker.known, false);
});
