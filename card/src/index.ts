/** Where the frontend begins: the card offers itself, and its elements are defined. */

import { DOMAIN } from "./hass.ts";
import { suggestion } from "./suggest.ts";
import { languageOf, speaker, type TextKey } from "./texts.ts";

const DOCUMENTATION = "https://github.com/ha-telepo/telepo/blob/main/docs/card.md";
const FRONTEND = "home-assistant";

interface Offer {
  type: string;
  [detail: string]: unknown;
}

// The picker reads these when it opens: by then the page has its language.
offer("customCards", {
  type: "telepo-call-card",
  preview: true,
  documentationURL: DOCUMENTATION,
  getEntitySuggestion: suggestion,
  get name() {
    return here("card_name");
  },
  get description() {
    return here("card_description");
  },
});

offer("customStrategies", {
  type: DOMAIN,
  strategyType: "dashboard",
  documentationURL: DOCUMENTATION,
  get name() {
    return here("card_name");
  },
  get description() {
    return here("strategy_description");
  },
});

void defineElements();

/** The frontend puts another registry of elements in place of the browser's while it
 * starts. An element defined before is lost to it, and one whose class was made before
 * cannot be defined in it, so not even the classes are made until the frontend is there. */
async function defineElements(): Promise<void> {
  if (document.querySelector(FRONTEND)) await customElements.whenDefined(FRONTEND);
  await import("./elements.ts");
}

function offer(where: "customCards" | "customStrategies", what: Offer): void {
  const shelves = window as unknown as Record<string, Offer[] | undefined>;
  shelves[where] ??= [];
  const shelf = shelves[where];
  if (!shelf.some((offered) => offered.type === what.type)) shelf.push(what);
}

function here(key: TextKey): string {
  return speaker(languageOf(undefined))(key);
}
