/** The part of Home Assistant's frontend that the card uses; any of it may be absent. */

import type { Dict } from "./safe.ts";

export interface EntityState {
  state?: unknown;
  attributes?: unknown;
  last_updated?: unknown;
}

export interface Target {
  device_id?: string;
  entity_id?: string;
}

export interface Hass {
  states?: Record<string, EntityState | undefined>;
  entities?: Record<string, Dict | undefined>;
  devices?: Record<string, Dict | undefined>;
  services?: Record<string, Dict | undefined>;
  config?: { time_zone?: unknown };
  locale?: { language?: unknown; time_format?: unknown; time_zone?: unknown };
  language?: unknown;
  connected?: unknown;
  callWS?: (message: Dict) => Promise<unknown>;
  callService?: (
    domain: string,
    service: string,
    data: Dict,
    target: Target,
    notifyOnError: boolean,
    returnResponse: boolean,
  ) => Promise<unknown>;
  loadBackendTranslation?: (
    category: string,
    integration: string,
  ) => Promise<(key: string, values?: Dict) => string>;
}

export const DOMAIN = "telepo";

/** Whether the browser has lost Home Assistant: what is pressed now would be lost as well. */
export function isAway(hass: Hass | undefined): boolean {
  return hass?.connected === false;
}

/** Whether Home Assistant has this action of ours. */
export function hasAction(hass: Hass | undefined, service: string): boolean {
  return Boolean(hass?.services?.[DOMAIN]?.[service]);
}
