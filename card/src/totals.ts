/** Counts and durations, as sensors of Home Assistant tell them. */

import type { EntityState } from "./hass.ts";
import { dict, text } from "./safe.ts";

/** Seconds in the units that a person may choose for a duration. */
const UNITS: Record<string, number> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

/** A count that is one. */
export function readCount(state: unknown): number | undefined {
  const count = readNumber(state);
  return Number.isInteger(count) ? count : undefined;
}

/** Seconds of a duration in whatever unit it is shown. */
export function readSeconds(entity: EntityState | undefined): number | undefined {
  const amount = readNumber(dict(entity).state);
  const unit = text(dict(dict(entity).attributes).unit_of_measurement) ?? "";
  const length = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  if (amount === undefined || length === undefined) return undefined;
  return Math.round(amount * length);
}

function readNumber(state: unknown): number | undefined {
  const number = text(state) ? Number(state) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
