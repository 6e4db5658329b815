/** What the user may set, checked and completed. */

import { text } from "./safe.ts";
import type { Speak } from "./texts.ts";

export interface RawConfig {
  type?: unknown;
  entity?: unknown;
  device_id?: unknown;
  name?: unknown;
  show_missed?: unknown;
  show_recent?: unknown;
  recent?: unknown;
  dial?: unknown;
  confirm_transfer?: unknown;
  grid_options?: unknown;
}

export interface Config {
  entity?: string;
  device_id?: string;
  name?: string;
  showMissed: boolean;
  showRecent: boolean;
  recent: number;
  dial: boolean;
  confirmTransfer: boolean;
}

export const MOST_RECENT = 20;
const USUAL_RECENT = 5;

const TEXTS = ["entity", "device_id", "name"] as const;
const SWITCHES = ["show_missed", "show_recent", "dial", "confirm_transfer"] as const;

/** The configuration with its defaults; throws, with the option's name, when it cannot be. */
export function readConfig(value: unknown, speak: Speak): Config {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(speak, String(value));
  }
  const raw = value as RawConfig;
  for (const name of TEXTS) {
    if (raw[name] != null && typeof raw[name] !== "string") throw invalid(speak, name);
  }
  for (const name of SWITCHES) {
    if (raw[name] != null && typeof raw[name] !== "boolean") throw invalid(speak, name);
  }
  const recent = raw.recent ?? USUAL_RECENT;
  if (!Number.isInteger(recent) || !inRange(Number(recent))) {
    throw invalid(speak, `recent (1–${MOST_RECENT})`);
  }
  const config: Config = {
    showMissed: raw.show_missed !== false,
    showRecent: raw.show_recent !== false,
    recent: Number(recent),
    dial: raw.dial !== false,
    confirmTransfer: raw.confirm_transfer !== false,
  };
  for (const name of TEXTS) {
    const given = text(raw[name]);
    if (given) config[name] = given;
  }
  if (config.entity && !/^\w+\.\w+$/.test(config.entity))
    throw invalid(speak, "entity");
  return config;
}

function inRange(recent: number): boolean {
  return recent >= 1 && recent <= MOST_RECENT;
}

function invalid(speak: Speak, option: string): Error {
  return new Error(speak("error_config", { option }));
}
