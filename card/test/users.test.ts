import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hass } from "../src/hass.ts";
import { dashboard, view } from "../src/strategy.ts";
import { stubConfig, suggestion } from "../src/suggest.ts";
import { allUsers, findUser, targetOf } from "../src/users.ts";
import { home, sensor } from "./home.ts";

const ALICE = "sensor.alice_call";

test("users are found by their entities, with the names their devices have", () => {
  const users = allUsers(home());
  assert.deepEqual(
    users.map((user) => user.name),
    ["alice", "Bob's desk"],
  );
  assert.equal(users[0]?.entities.todo, "todo.alice_missed_calls");
});

test("any entity of the user, or the device, means the user", () => {
  const hass = home();
  for (const config of [
    { entity: ALICE },
    { entity: "todo.alice_missed_calls" },
    { device_id: "device-alice" },
  ]) {
    assert.equal(findUser(hass, config)?.name, "alice");
  }
});

test("nobody is meant by what is not there", () => {
  assert.equal(findUser(home(), { entity: "sensor.gone_call" }), undefined);
  assert.equal(findUser(home(), { entity: "light.hall" }), undefined);
  assert.equal(findUser(home(), { device_id: "gone" }), undefined);
  assert.equal(findUser(undefined, { entity: ALICE }), undefined);
});

test("without an entity the only user is meant, and nobody among several", () => {
  const hass = home();
  assert.equal(findUser(hass, {}), undefined);
  for (const id of Object.keys(hass.entities ?? {})) {
    if (id.includes("bob")) delete hass.entities?.[id];
  }
  assert.equal(findUser(hass, {})?.name, "alice");
});

test("actions are aimed at the device, else at the entity", () => {
  const user = findUser(home(), { entity: ALICE });
  assert.ok(user);
  assert.deepEqual(targetOf(user), { device_id: "device-alice" });
  const { states = {} } = home();
  const unregistered = findUser({ states }, { entity: ALICE });
  assert.deepEqual(unregistered && targetOf(unregistered), { entity_id: ALICE });
  assert.deepEqual(targetOf({ entities: {} }), {});
});

test("the card begins with the telephone that rings, else with the first", () => {
  const hass = home();
  assert.deepEqual(stubConfig(hass), { entity: ALICE });
  hass.states = { ...hass.states, "sensor.bob_call": sensor("ringing") };
  assert.deepEqual(stubConfig(hass), { entity: "sensor.bob_call" });
  assert.deepEqual(stubConfig(undefined), {});
});

test("the card is suggested for entities of ours only", () => {
  const config = { type: "custom:telepo-call-card", entity: ALICE };
  assert.deepEqual(suggestion(home(), "event.alice_call"), { config });
  assert.equal(suggestion(home(), "light.hall"), null);
  assert.equal(suggestion(home(), "sensor.gone"), null);
  assert.equal(suggestion(undefined, ALICE), null);
});

test("one line makes a dashboard with one view that lays itself out", () => {
  const made = dashboard({ type: "custom:telepo", users: ["device-bob"] }, home());
  assert.deepEqual(made.views, [
    {
      title: "Calls",
      path: "calls",
      icon: "mdi:phone",
      strategy: { type: "custom:telepo", users: ["device-bob"] },
    },
  ]);
});

type Section = { cards: { type: string; entity?: string }[] };

async function sections(config: unknown, hass: Hass | undefined): Promise<Section[]> {
  return (await view(config, hass)).sections as Section[];
}

const shown = (made: Section[]) => made.map((section) => section.cards[0]?.entity);

test("the view has a section for each user, with the card in it", async () => {
  const made = await sections({ type: "custom:telepo" }, home());
  assert.deepEqual(shown(made), [ALICE, "sensor.bob_call"]);
  assert.deepEqual(
    made[0]?.cards.map((card) => card.type),
    ["custom:telepo-call-card", "tile"],
  );
});

test("a user whose calls have been counted for long enough has the week's graph", async () => {
  const hass = home();
  hass.callWS = async () => ({
    "sensor.alice_calls_today": [],
    "sensor.bob_calls_today": [{ change: 3 }],
  });
  const made = await sections({}, hass);
  const types = made.map((section) => section.cards.map((card) => card.type));
  assert.equal(types[0]?.includes("statistics-graph"), false);
  assert.equal(types[1]?.includes("statistics-graph"), true);
});

test("without a recorder there is the view without the graph", async () => {
  const hass = home();
  hass.callWS = async () => {
    throw new Error("unknown command");
  };
  assert.equal((await sections({}, hass)).length, 2);
});

test("a user without the call sensor is shown by the device", async () => {
  const hass = home();
  delete hass.entities?.[ALICE];
  const [alice] = await sections({}, hass);
  assert.deepEqual(alice?.cards[0], {
    type: "custom:telepo-call-card",
    device_id: "device-alice",
    grid_options: { columns: "full" },
  });
});

test("the view can be for some users only", async () => {
  const made = await sections({ users: ["device-bob"] }, home());
  assert.deepEqual(shown(made), ["sensor.bob_call"]);
});

test("without a user the view says what to do", async () => {
  for (const hass of [undefined, {}, { entities: 5 as never }]) {
    assert.equal((await sections(undefined, hass))[0]?.cards[0]?.type, "markdown");
  }
});
