/** Whose calls a card shows, found in the registries that the frontend has. */

import { DOMAIN, type Hass, type Target } from "./hass.ts";
import { dict, text } from "./safe.ts";

const ROLES: Record<string, string> = {
  "sensor/call": "call",
  "sensor/remote_party": "remote_party",
  "sensor/missed_calls": "missed_calls",
  "sensor/calls_today": "calls_today",
  "sensor/talk_time_today": "talk_time_today",
  "binary_sensor/on_call": "on_call",
  "binary_sensor/ringing": "ringing",
  "event/call": "event",
  "switch/hold": "hold",
  "todo/missed_calls": "todo",
};

export interface User {
  deviceId?: string;
  name?: string;
  entities: Record<string, string>;
}

/** Every user with at least one entity, by name. */
export function allUsers(hass: Hass | undefined): User[] {
  const users = new Map<string, User>();
  for (const [id, entry] of Object.entries(dict(hass?.entities))) {
    const entity = dict(entry);
    const deviceId = text(entity.device_id);
    if (entity.platform !== DOMAIN || !deviceId) continue;
    const user = users.get(deviceId) ?? { deviceId, entities: {} };
    users.set(deviceId, user);
    const name = deviceName(hass, deviceId);
    if (name) user.name = name;
    const role = ROLES[`${id.split(".")[0]}/${text(entity.translation_key)}`];
    if (role) user.entities[role] = id;
  }
  return [...users.values()].sort((one, other) =>
    (one.name ?? "").localeCompare(other.name ?? ""),
  );
}

/** The user that a configuration means: its device, its entity's, or the only one. */
export function findUser(
  hass: Hass | undefined,
  config: { entity?: string; device_id?: string },
): User | undefined {
  const users = allUsers(hass);
  const { entity, device_id } = config;
  if (device_id) return users.find((user) => user.deviceId === device_id);
  if (!entity) return users.length === 1 ? users[0] : undefined;
  const owner = text(dict(hass?.entities?.[entity]).device_id);
  return (
    users.find((user) => user.deviceId === owner) ??
    // An entity that no registry knows can still show its calls.
    (hass?.states?.[entity] ? { entities: { call: entity } } : undefined)
  );
}

/** What an action for the user is aimed at. */
export function targetOf(user: User): Target {
  const entity = user.entities.call;
  if (user.deviceId) return { device_id: user.deviceId };
  return entity ? { entity_id: entity } : {};
}

function deviceName(hass: Hass | undefined, deviceId: string): string | undefined {
  const device = dict(hass?.devices?.[deviceId]);
  return text(device.name_by_user) ?? text(device.name);
}
