/** A Home Assistant as far as the card's logic sees it, and repeatable chance. */

import type { EntityState, Hass } from "../src/hass.ts";
import type { Dict } from "../src/safe.ts";

export const NOW = Date.parse("2026-11-23T12:00:00Z");

export function call(changes: Dict = {}): Dict {
  return {
    call_id: "aaa111bbb",
    state: "active",
    status: "ACTIVE",
    direction: "incoming",
    remote_name: "Bob Bobson",
    remote_number: "+15555",
    remote_uri: "tel:+15555",
    started: "2026-11-23T11:59:00+00:00",
    conference: false,
    recording: false,
    actions: ["HOLD", "TRANSFER"],
    ...changes,
  };
}

export function sensor(state: string, ...calls: Dict[]): EntityState {
  return { state, attributes: { calls }, last_updated: "2026-11-23T12:00:00+00:00" };
}

export function entity(id: string, key: string, device: string, platform = "telepo") {
  return { entity_id: id, platform, device_id: device, translation_key: key };
}

/** Alice and Bob, both of whom have a telephone. */
export function home(): Hass {
  const entities: Record<string, Dict> = {};
  for (const user of ["alice", "bob"]) {
    for (const [domain, key] of [
      ["sensor", "call"],
      ["event", "call"],
      ["sensor", "missed_calls"],
      ["todo", "missed_calls"],
      ["sensor", "calls_today"],
      ["sensor", "talk_time_today"],
    ] as const) {
      const id = `${domain}.${user}_${key}`;
      entities[id] = entity(id, key, `device-${user}`);
    }
  }
  entities["light.hall"] = entity("light.hall", "call", "device-hall", "hue");
  return {
    entities,
    devices: {
      "device-alice": { name: "alice" },
      "device-bob": { name: "bob", name_by_user: "Bob's desk" },
    },
    states: { "sensor.alice_call": sensor("idle"), "sensor.bob_call": sensor("idle") },
    services: { telepo: { dial: {} } },
    language: "en",
  };
}

/** Numbers from 0 to 1, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
