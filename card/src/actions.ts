/** Asking Home Assistant to do something, and what it answered in the user's words. */

import { DOMAIN, type Hass, type Target } from "./hass.ts";
import { type Dict, dict, text } from "./safe.ts";
import type { Speak } from "./texts.ts";

export type Answer = { done: true; users: Dict } | { done: false; message: string };

/** Carry out an action of ours with its response; a refusal is an answer, not an error. */
export async function act(
  hass: Hass | undefined,
  speak: Speak,
  service: string,
  data: Dict,
  target: Target,
): Promise<Answer> {
  return await answered(hass, speak, () =>
    hass?.callService?.(DOMAIN, service, data, target, false, true),
  );
}

/** Tick one missed call off the user's to-do list. */
export async function tick(
  hass: Hass | undefined,
  speak: Speak,
  list: string,
  callId: string,
): Promise<Answer> {
  const data = { item: callId, status: "completed" };
  return await answered(hass, speak, () =>
    hass?.callService?.("todo", "update_item", data, { entity_id: list }, false, false),
  );
}

async function answered(
  hass: Hass | undefined,
  speak: Speak,
  ask: () => Promise<unknown> | undefined,
): Promise<Answer> {
  try {
    const asked = ask();
    if (!asked) return { done: false, message: speak("not_done") };
    const answer = dict(await asked);
    // The frontend swallows a connection that broke meanwhile and answers without an id.
    if (dict(answer.context).id === "") {
      return { done: false, message: speak("connection_lost") };
    }
    return { done: true, users: dict(dict(answer.response).users) };
  } catch (error) {
    return { done: false, message: await reason(hass, speak, error) };
  }
}

async function reason(
  hass: Hass | undefined,
  speak: Speak,
  error: unknown,
): Promise<string> {
  const told = dict(error);
  // A command is refused by its code, an action by nothing but its message.
  if (told.code === "unauthorized" || told.message === "Unauthorized") {
    return speak("not_allowed");
  }
  const key = text(told.translation_key);
  const domain = text(told.translation_domain);
  if (key && domain) {
    try {
      const localize = await hass?.loadBackendTranslation?.("exceptions", domain);
      const path = `component.${domain}.exceptions.${key}.message`;
      const message = text(localize?.(path, dict(told.translation_placeholders)));
      if (message) return message;
    } catch {
      // The English message will do.
    }
  }
  return text(told.message) ?? text(error) ?? speak("not_done");
}
