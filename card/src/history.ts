/** Finished calls, as the action `telepo.get_call_history` tells them. */

import { dict, list, text, time } from "./safe.ts";
import type { TextKey } from "./texts.ts";

const OUTCOMES = [
  "ended",
  "missed",
  "rejected",
  "answered_elsewhere",
  "cancelled",
  "failed",
] as const satisfies readonly TextKey[];

export type Outcome = (typeof OUTCOMES)[number];

export interface FinishedCall {
  id: string | undefined;
  incoming: boolean;
  outcome: Outcome;
  name: string | undefined;
  number: string | undefined;
  /** What to dial to call back; none where the caller is hidden or masked. */
  dial: string | undefined;
  at: number | undefined;
  duration: number | undefined;
}

/** The calls in the answer for one user, or for the only one that answered. */
export function readHistory(
  users: Record<string, unknown>,
  deviceId: string | undefined,
): FinishedCall[] {
  const user = dict(deviceId ? users[deviceId] : Object.values(users)[0]);
  return list(user.calls).map(readFinished);
}

/** The calls but for those that stand among the missed ones. */
export function withoutMissed(
  calls: readonly FinishedCall[],
  missed: readonly FinishedCall[],
): FinishedCall[] {
  const known = new Set(missed.map((call) => call.id));
  return calls.filter((call) => call.id === undefined || !known.has(call.id));
}

function readFinished(value: unknown): FinishedCall {
  const call = dict(value);
  const number = text(call.remote_number);
  const uri = text(call.remote_uri);
  const duration = call.duration;
  return {
    id: text(call.call_id),
    incoming: call.direction !== "outgoing",
    outcome: OUTCOMES.find((outcome) => outcome === call.outcome) ?? "ended",
    name: text(call.remote_name),
    number: number ?? uri?.replace(/^(?:tel|sips?):/i, ""),
    dial: [uri, number].find((address) => address && !address.includes("*")),
    at: time(call.started) ?? time(call.ended),
    duration: typeof duration === "number" && duration > 0 ? duration : undefined,
  };
}
