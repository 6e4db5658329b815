/** A whole view of calls from one line of configuration. */

import type { Hass } from "./hass.ts";
import { dict, list, quietly } from "./safe.ts";
import { CARD_TYPE } from "./suggest.ts";
import { languageOf, speaker } from "./texts.ts";
import { allUsers, type User } from "./users.ts";

type Config = Record<string, unknown>;

const DAYS = 7;
const DAY = 86_400_000;

/** The dashboard: one view, which lays itself out. */
export function dashboard(config: unknown, hass: Hass | undefined): Config {
  const { type: _, ...options } = dict(config);
  const speak = speaker(languageOf(hass));
  return {
    title: speak("view_title"),
    views: [
      {
        title: speak("view_title"),
        path: "calls",
        icon: "mdi:phone",
        strategy: { type: "custom:telepo", ...options },
      },
    ],
  };
}

/** The view: a section for each user, or for those of the option `users` (device ids). */
export async function view(config: unknown, hass: Hass | undefined): Promise<Config> {
  const wanted = list(dict(config).users);
  const users = quietly(() => allUsers(hass), []).filter(
    (user) => wanted.length === 0 || wanted.includes(user.deviceId),
  );
  const counted = await withStatistics(hass, users);
  const sections = users.map((user) => section(user, counted));
  return {
    type: "sections",
    max_columns: Math.max(1, Math.min(4, sections.length)),
    sections: sections.length ? sections : [nobody(hass)],
  };
}

function section(user: User, counted: ReadonlySet<unknown>): Config {
  const { call, calls_today } = user.entities;
  return {
    type: "grid",
    cards: [
      {
        type: CARD_TYPE,
        ...(call ? { entity: call } : { device_id: user.deviceId }),
        grid_options: { columns: "full" },
      },
      ...(calls_today ? [total(calls_today)] : []),
      ...(calls_today && counted.has(calls_today) ? [week(calls_today)] : []),
    ],
  };
}

function week(entity: string): Config {
  return {
    type: "statistics-graph",
    entities: [entity],
    stat_types: ["change"],
    chart_type: "bar",
    period: "day",
    days_to_show: DAYS,
    hide_legend: true,
    grid_options: { columns: "full" },
  };
}

function total(entity: string): Config {
  return {
    type: "tile",
    entity,
    name: { type: "entity" },
    grid_options: { columns: "full" },
  };
}

/** The sensors that have statistics: on the first day there is no week to draw. */
async function withStatistics(
  hass: Hass | undefined,
  users: readonly User[],
): Promise<ReadonlySet<unknown>> {
  const statistic_ids = users.flatMap((user) => user.entities.calls_today ?? []);
  try {
    const found = await hass?.callWS?.({
      type: "recorder/statistics_during_period",
      start_time: new Date(Date.now() - DAYS * DAY).toISOString(),
      statistic_ids,
      period: "day",
      types: ["change"],
    });
    return new Set(
      Object.entries(dict(found)).flatMap(([id, days]) =>
        list(days).length ? id : [],
      ),
    );
  } catch {
    return new Set();
  }
}

function nobody(hass: Hass | undefined): Config {
  const content = speaker(languageOf(hass))("no_users");
  return { type: "grid", cards: [{ type: "markdown", content }] };
}
