/** What the call sensor tells, as the card shows it. */

import type { EntityState } from "./hass.ts";
import { type Dict, dict, list, text, time } from "./safe.ts";

/** The states of a call, the one that matters most first. */
export const STATES = [
  "ringing",
  "active",
  "dialing",
  "held",
  "parked",
  "unknown",
] as const;

export type CallState = (typeof STATES)[number];

export interface Call {
  /** Unlike all others on the card, even when the exchange gives none or one twice. */
  key: string;
  id: string | undefined;
  state: CallState;
  incoming: boolean | undefined;
  name: string | undefined;
  number: string | undefined;
  started: number | undefined;
  conference: boolean;
  recording: boolean;
  actions: ReadonlySet<string>;
}

/** `calls` has them; `gone` no entity; `unloaded`, `unavailable`, `waiting` no answer. */
export type Phase = "calls" | "idle" | "gone" | "unloaded" | "unavailable" | "waiting";

export interface Telephone {
  phase: Phase;
  calls: Call[];
  primary: Call | undefined;
}

const MOST_CALLS = 20;

/** The user's calls and what the card can say about them; never throws on any content. */
export function readTelephone(entity: EntityState | undefined): Telephone {
  const phase = phaseOf(entity);
  const calls = phase === "calls" ? readCalls(entity) : [];
  const [primary] = [...calls].sort(
    (one, other) =>
      weight(one) - weight(other) || (other.started ?? 0) - (one.started ?? 0),
  );
  return { phase: phase === "calls" && !primary ? "idle" : phase, calls, primary };
}

function phaseOf(entity: EntityState | undefined): Phase {
  if (typeof entity !== "object" || entity === null) return "gone";
  const attributes = dict(entity.attributes);
  if (entity.state === "unavailable") {
    return attributes.restored === true ? "unloaded" : "unavailable";
  }
  if (entity.state === "idle") return "idle";
  if (list(attributes.calls).length > 0) return "calls";
  if (STATES.some((state) => state === entity.state && state !== "unknown")) {
    return "calls";
  }
  return "waiting";
}

function readCalls(entity: EntityState | undefined): Call[] {
  const attributes = dict(entity?.attributes);
  const told = list(attributes.calls).filter(
    (call) => typeof call === "object" && call !== null && !Array.isArray(call),
  );
  // Without the list, the sensor itself still tells of the most important call.
  const raw = told.length ? told : [{ ...attributes, state: entity?.state }];
  const keys = new Set<string>();
  const calls = raw.slice(0, MOST_CALLS).map((call) => readCall(dict(call), keys));
  // Ringing first; the others stay where they are whatever becomes of them, so that no
  // button moves from under a finger.
  return calls.sort(
    (one, other) =>
      Number(other.state === "ringing") - Number(one.state === "ringing") ||
      (one.started ?? 0) - (other.started ?? 0),
  );
}

function readCall(call: Dict, keys: Set<string>): Call {
  const id = text(call.call_id);
  let key = id ?? "";
  while (keys.has(key)) key += "#";
  keys.add(key);
  return {
    key,
    id,
    state: STATES.find((state) => state === call.state) ?? "unknown",
    incoming:
      call.direction === "incoming" ||
      (call.direction === "outgoing" ? false : undefined),
    name: text(call.remote_name),
    number: text(call.remote_number) ?? bare(text(call.remote_uri)),
    started: time(call.started),
    conference: call.conference === true,
    recording: call.recording === true,
    actions: new Set(
      list(call.actions).flatMap((action) => text(action)?.toUpperCase() ?? []),
    ),
  };
}

/** Whether the exchange lists the action, and the call can be named to it. */
export function allows(call: Call, action: "HOLD" | "RESUME" | "TRANSFER"): boolean {
  return call.id !== undefined && call.actions.has(action);
}

/** The two calls that can be connected with each other: the active one, then the other. */
export function connectable(calls: readonly Call[]): [Call, Call] | undefined {
  const able = calls.filter((call) => allows(call, "TRANSFER"));
  const [one, other, third] = able;
  if (!one || !other || third || one.id === other.id) return undefined;
  return weight(other) < weight(one) ? [other, one] : [one, other];
}

function weight(call: Call): number {
  return STATES.indexOf(call.state);
}

/** A tel or SIP address as people write it. */
function bare(uri: string | undefined): string | undefined {
  return uri?.replace(/^(?:tel|sips?):/i, "");
}
