/** How the card offers itself in the picker. */

import { DOMAIN, type Hass } from "./hass.ts";
import { dict, quietly } from "./safe.ts";
import { allUsers, findUser } from "./users.ts";

export const CARD_TYPE = "custom:telepo-call-card";

/** A configuration to begin with: the user whose telephone rings, else the first. */
export function stubConfig(hass: Hass | undefined): { entity?: string } {
  return quietly(() => {
    const sensors = allUsers(hass).flatMap((user) => user.entities.call ?? []);
    const ringing = sensors.find((id) => hass?.states?.[id]?.state === "ringing");
    const entity = ringing ?? sensors[0];
    return entity ? { entity } : {};
  }, {});
}

/** The card for an entity of ours, null for any other. */
export function suggestion(hass: Hass | undefined, entityId: string) {
  return quietly(() => {
    if (dict(hass?.entities?.[entityId]).platform !== DOMAIN) return null;
    const entity = findUser(hass, { entity: entityId })?.entities.call;
    return entity ? { config: { type: CARD_TYPE, entity } } : null;
  }, null);
}
