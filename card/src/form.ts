/** The visual editor, as Home Assistant's own form. */

import { MOST_RECENT, readConfig } from "./config.ts";
import { DOMAIN } from "./hass.ts";
import { languageOf, type Speak, speaker, type TextKey } from "./texts.ts";

const ENTITY = { integration: DOMAIN, domain: "sensor", device_class: "enum" };

interface Field {
  name: string;
  type?: string;
  default?: boolean | number;
  selector?: unknown;
  schema?: Field[];
}

const SCHEMA: Field[] = [
  { name: "entity", selector: { entity: { filter: ENTITY } } },
  { name: "name", selector: { text: {} } },
  {
    name: "",
    type: "grid",
    schema: [
      // Home Assistant shows the default of an option that is not set.
      { name: "show_missed", default: true, selector: { boolean: {} } },
      { name: "show_recent", default: true, selector: { boolean: {} } },
      { name: "dial", default: true, selector: { boolean: {} } },
      { name: "confirm_transfer", default: true, selector: { boolean: {} } },
    ],
  },
  {
    name: "recent",
    default: 5,
    selector: { number: { min: 1, max: MOST_RECENT, mode: "box" } },
  },
];

/** What Home Assistant builds the editor from; a wrong configuration opens as YAML. */
export function configForm(speak: Speak = speaker(languageOf(undefined))) {
  return {
    schema: SCHEMA,
    assertConfig: (config: unknown): void => {
      readConfig(config, speak);
    },
    computeLabel: (field: { name: string }): string | undefined =>
      field.name ? speak(`editor_${field.name}` as TextKey) : undefined,
    computeHelper: (field: { name: string }): string | undefined =>
      field.name === "entity" ? speak("editor_entity_help") : undefined,
  };
}
