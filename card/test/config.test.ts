import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../src/config.ts";
import { configForm } from "../src/form.ts";
import { speaker } from "../src/texts.ts";

const speak = speaker("en");

test("an option that is not given has its default", () => {
  assert.deepEqual(readConfig({ entity: "sensor.alice_call" }, speak), {
    entity: "sensor.alice_call",
    showMissed: true,
    showRecent: true,
    recent: 5,
    dial: true,
    confirmTransfer: true,
  });
});

test("a given option is taken", () => {
  const given = {
    device_id: "d1",
    name: " Reception ",
    show_missed: false,
    show_recent: false,
    recent: 20,
    dial: false,
    confirm_transfer: false,
  };
  assert.deepEqual(readConfig(given, speak), {
    device_id: "d1",
    name: "Reception",
    showMissed: false,
    showRecent: false,
    recent: 20,
    dial: false,
    confirmTransfer: false,
  });
});

for (const [option, config] of [
  ["undefined", undefined],
  ["x", "x"],
  ["entity", { entity: 5 }],
  ["entity", { entity: "no entity" }],
  ["device_id", { device_id: ["d1"] }],
  ["name", { name: {} }],
  ["show_missed", { show_missed: "yes" }],
  ["dial", { dial: 1 }],
  ["recent", { recent: 0 }],
  ["recent", { recent: 21 }],
  ["recent", { recent: "many" }],
  ["recent", { recent: 2.5 }],
] as const) {
  test(`${JSON.stringify(config)} is refused by the name of what is wrong`, () => {
    assert.throws(
      () => readConfig(config, speak),
      (error: Error) => error.message.includes(option),
    );
  });
}

test("the editor has a labelled field for every option", () => {
  const form = configForm(speak);
  const fields = form.schema.flatMap((field) => field.schema ?? [field]);
  for (const field of fields) assert.ok(form.computeLabel(field), field.name);
  assert.deepEqual(fields.map((field) => field.name).sort(), [
    "confirm_transfer",
    "dial",
    "entity",
    "name",
    "recent",
    "show_missed",
    "show_recent",
  ]);
  assert.equal(form.computeLabel({ name: "" }), undefined);
  assert.ok(form.computeHelper({ name: "entity" }));
  assert.equal(form.computeHelper({ name: "name" }), undefined);
});

test("the editor leaves a wrong configuration to YAML", () => {
  const form = configForm(speak);
  assert.throws(() => form.assertConfig({ recent: "many" }));
  assert.doesNotThrow(() => form.assertConfig({ entity: "sensor.alice_call" }));
});
