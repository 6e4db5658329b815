/** The card's own texts, in the language of Home Assistant. */

import type { Hass } from "./hass.ts";
import { dict, text } from "./safe.ts";
import de from "./texts/de.json" with { type: "json" };
import en from "./texts/en.json" with { type: "json" };
import es from "./texts/es.json" with { type: "json" };
import fi from "./texts/fi.json" with { type: "json" };
import fr from "./texts/fr.json" with { type: "json" };
import it from "./texts/it.json" with { type: "json" };
import nl from "./texts/nl.json" with { type: "json" };
import sv from "./texts/sv.json" with { type: "json" };

export type TextKey = keyof typeof en;

/** Gives the text of a key with its `{values}` filled in. */
export type Speak = (key: TextKey, values?: Record<string, string>) => string;

export const LANGUAGES: Record<string, Record<TextKey, string>> = {
  de,
  en,
  es,
  fi,
  fr,
  it,
  nl,
  sv,
};

/** The language that Home Assistant is shown in, the page's until it is known. */
export function languageOf(hass: Hass | undefined): string {
  return (
    text(dict(hass?.locale).language) ??
    text(hass?.language) ??
    text(globalThis.document?.documentElement?.lang) ??
    "en"
  );
}

const SPEAKERS = new Map<string, Speak>();

/** Texts in a language, `sv-FI` in that of `sv`, an unknown one in English; the same
 * for the same language, so that nothing is drawn again because of it. */
export function speaker(language: string): Speak {
  const base = language.toLowerCase().split(/[-_]/)[0] ?? "";
  const known = Object.hasOwn(LANGUAGES, base) ? base : "en";
  const speak = SPEAKERS.get(known) ?? speakerOf(LANGUAGES[known] ?? en);
  SPEAKERS.set(known, speak);
  return speak;
}

function speakerOf(texts: Record<TextKey, string>): Speak {
  return (key, values = {}) =>
    (texts[key] ?? en[key]).replace(/\{(\w+)\}/g, (whole, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
    );
}
