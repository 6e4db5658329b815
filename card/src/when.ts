/** Moments as the user's profile wants them written. */

import type { Hass } from "./hass.ts";
import { dict, quietly, text } from "./safe.ts";
import { languageOf } from "./texts.ts";

const DAY = 86_400_000;

/** `14:05` today, `yesterday 14:05`, otherwise with the date. */
export function whenText(hass: Hass | undefined, at: number, now: number): string {
  const language = languageOf(hass);
  return quietly(
    () => {
      const options = timeOptions(hass);
      const clock = new Intl.DateTimeFormat(language, {
        hour: "numeric",
        minute: "2-digit",
        ...options,
      }).format(at);
      const zone = options.timeZone;
      const days = dayNumber(at, zone) - dayNumber(now, zone);
      if (days === 0) return clock;
      if (days === -1) {
        const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
        return `${words.format(days, "day")} ${clock}`;
      }
      const date = new Intl.DateTimeFormat(language, {
        day: "numeric",
        month: "short",
        ...(zone ? { timeZone: zone } : {}),
      }).format(at);
      return `${date} ${clock}`;
    },
    quietly(() => new Date(at).toISOString().slice(0, 16).replace("T", " "), ""),
  );
}

function timeOptions(hass: Hass | undefined): { hour12?: boolean; timeZone?: string } {
  const locale = dict(hass?.locale);
  const format = locale.time_format;
  const zone = text(hass?.config?.time_zone);
  return {
    ...(format === "12" || format === "24" ? { hour12: format === "12" } : {}),
    ...(locale.time_zone === "server" && zone ? { timeZone: zone } : {}),
  };
}

function dayNumber(at: number, zone: string | undefined): number {
  // Swedish dates are written as ISO 8601 has them.
  const date = new Intl.DateTimeFormat("sv-SE", zone ? { timeZone: zone } : {});
  return Date.parse(date.format(at)) / DAY;
}
