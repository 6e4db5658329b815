/** The elements that Home Assistant's frontend looks up by name. */

import { CARD_TAG, TelepoCallCard } from "./card.ts";
import { DOMAIN, type Hass } from "./hass.ts";
import { PANEL_TAG, TelepoCallPanel } from "./panel.ts";
import { dashboard, view } from "./strategy.ts";
import { languageOf, speaker } from "./texts.ts";

const REGISTRIES = ["entities", "devices"];

class DashboardStrategy extends HTMLElement {
  static noEditor = true;
  static registryDependencies = REGISTRIES;
  static generate = async (config: unknown, hass: Hass) => dashboard(config, hass);
  static getCreateSuggestions = (hass: Hass) => ({
    title: speaker(languageOf(hass))("view_title"),
    icon: "mdi:phone",
  });
}

class ViewStrategy extends HTMLElement {
  static noEditor = true;
  static registryDependencies = REGISTRIES;
  static generate = view;
}

define(PANEL_TAG, TelepoCallPanel);
define(CARD_TAG, TelepoCallCard);
define(`ll-strategy-dashboard-${DOMAIN}`, DashboardStrategy);
define(`ll-strategy-view-${DOMAIN}`, ViewStrategy);

/** Define an element, unless another copy of this file has done so. */
function define(tag: string, element: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
