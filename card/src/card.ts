/** The card: a user's calls as they happen, and what can be done with them. */

import { html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { Asker } from "./asker.ts";
import { readTelephone, type Telephone } from "./calls.ts";
import { Skew } from "./clock.ts";
import { type Config, type RawConfig, readConfig } from "./config.ts";
import { Desk, type Room } from "./desk.ts";
import { configForm } from "./form.ts";
import { type EntityState, type Hass, isAway } from "./hass.ts";
import { cardView } from "./render/card.ts";
import { cardStyles } from "./render/card-styles.ts";
import { sizeStyles } from "./render/size-styles.ts";
import { sharedStyles } from "./render/styles.ts";
import { type Dict, dict, quietly } from "./safe.ts";
import { stubConfig } from "./suggest.ts";
import { languageOf, type Speak, speaker } from "./texts.ts";
import { findUser, type User } from "./users.ts";

export const CARD_TAG = "telepo-call-card";

/** Lower than this the panel lies over the page: it has no room in the card. */
const ROOM_FOR_PANEL = 320;

const NO_TELEPHONE: Telephone = { phase: "gone", calls: [], primary: undefined };

export class TelepoCallCard extends LitElement {
  static override styles = [sharedStyles, cardStyles, sizeStyles];

  static override properties = { layout: { attribute: false } };

  static getConfigForm = () => configForm();
  static getStubConfig = stubConfig;

  declare layout: string | undefined;

  #hass: Hass | undefined;
  #config: Config | undefined;
  #rows: unknown;
  #speak: Speak = speaker("en");
  #user: User | undefined;
  #telephone: Telephone = NO_TELEPHONE;
  #watched: unknown[] = [];
  #skew = new Skew();
  #asker = new Asker(() => this.requestUpdate(), this.#skew);
  #desk = new Desk(this.#asRoom());
  #clock: ReturnType<typeof setTimeout> | undefined;

  /** Take the configuration; throws, for Home Assistant to show, when it cannot be. */
  setConfig(config: unknown): void {
    this.#config = readConfig(config, speaker(languageOf(this.#hass)));
    this.#rows = dict((config as RawConfig).grid_options).rows;
    this.#watched = [];
    this.#forget();
    // What it asks may not be about this user.
    this.#desk.clear();
    quietly(() => this.#look(), undefined);
    this.requestUpdate();
  }

  get hass(): Hass | undefined {
    return this.#hass;
  }

  set hass(hass: Hass | undefined) {
    quietly(() => this.#take(hass), undefined);
  }

  getCardSize(): number {
    return 3;
  }

  getGridOptions(): Dict {
    return { columns: 12, rows: "auto", min_columns: 6, min_rows: 1 };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#seen);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#seen);
    clearTimeout(this.#clock);
    this.#desk.stop();
  }

  #seen = (): void => {
    // Meanwhile the computer may have slept, or its clock been set.
    this.#asker.forgetContacts();
    this.requestUpdate();
  };

  #take(hass: Hass | undefined): void {
    const before = this.#hass;
    this.#hass = hass;
    if (isAway(before) && !isAway(hass)) this.#forget();
    const { entity } = this.#config ?? {};
    const ids = [
      ...Object.values(this.#user?.entities ?? {}),
      ...(entity ? [entity] : []),
    ];
    const watched = [
      hass?.entities,
      hass?.devices,
      hass?.services,
      hass?.locale,
      hass?.language,
      hass?.connected,
      ...ids.map((id) => hass?.states?.[id]),
    ];
    if (
      watched.length === this.#watched.length &&
      watched.every((value, index) => value === this.#watched[index])
    ) {
      return;
    }
    this.#watched = watched;
    for (const id of ids) this.#learn(before?.states?.[id], hass?.states?.[id]);
    this.#look();
    this.requestUpdate();
  }

  #learn(before: EntityState | undefined, now: EntityState | undefined): void {
    if (!now || before === now) return;
    // What arrives in a page in the background has waited.
    const fresh = before !== undefined && document.visibilityState === "visible";
    this.#skew.learn(now, Date.now(), fresh);
  }

  /** Read the user and the calls out of hass. */
  #look(): void {
    this.#speak = speaker(languageOf(this.#hass));
    const before = this.#telephone;
    this.#user = this.#config && findUser(this.#hass, this.#config);
    this.#asker.turnTo(this.#user?.deviceId);
    const call = this.#user?.entities.call;
    this.#telephone = quietly(
      () => readTelephone(call ? this.#hass?.states?.[call] : undefined),
      NO_TELEPHONE,
    );
    // Whatever tells of it is switched off, the call that ended is a recent one now.
    if (before.calls.length > this.#telephone.calls.length) this.#asker.forgetHistory();
    this.#desk.leavePanelThatCannotBe();
  }

  #forget(): void {
    this.#asker.forgetContacts();
    this.#asker.forgetHistory();
  }

  protected override updated(_changed: PropertyValues): void {
    quietly(() => {
      const small = this.layout === "grid" && typeof this.#rows === "number";
      this.toggleAttribute("data-fixed", small);
      this.#runClock();
      this.#ask();
    }, undefined);
  }

  #runClock(): void {
    clearTimeout(this.#clock);
    const { primary } = this.#telephone;
    if (!primary || !this.isConnected || document.visibilityState !== "visible") return;
    const since = Date.now() - this.#skew.value - (primary.started ?? 0);
    const left = 1000 - (((since % 1000) + 1000) % 1000);
    this.#clock = setTimeout(() => this.requestUpdate(), left);
  }

  #ask(): void {
    const [hass, user, config] = [this.#hass, this.#user, this.#config];
    if (!hass || !user || !config || !this.isConnected) return;
    if (isAway(hass) || document.visibilityState !== "visible") return;
    void this.#asker.askContacts(hass, user);
    if (this.#telephone.calls.length || !(config.showMissed || config.showRecent))
      return;
    void this.#asker.askHistory(hass, user, config.recent);
  }

  protected override render(): TemplateResult {
    try {
      return cardView({
        hass: this.#hass,
        speak: this.#speak,
        user: this.#user,
        telephone: this.#telephone,
        asker: this.#asker,
        desk: this.#desk,
        config: this.#config,
        now: Date.now(),
        skew: this.#skew.value,
        details: (entityId) => this.#details(entityId),
      });
    } catch {
      return html`<ha-card><p class="hint">${this.#speak("waiting")}</p></ha-card>`;
    }
  }

  #asRoom(): Room {
    const card = this;
    return {
      get hass() {
        return card.#hass;
      },
      get speak() {
        return card.#speak;
      },
      get user() {
        return card.#user;
      },
      get telephone() {
        return card.#telephone;
      },
      asker: this.#asker,
      changed: () => this.requestUpdate(),
      changedNow: () => this.performUpdate(),
      shown: () => this.updateComplete,
      focused: () =>
        (this.shadowRoot?.activeElement as HTMLElement | null) ?? undefined,
      cramped: () =>
        this.hasAttribute("data-fixed") && this.clientHeight < ROOM_FOR_PANEL,
    };
  }

  #details(entityId: string | undefined): void {
    const detail = { entityId };
    this.dispatchEvent(
      new CustomEvent("hass-more-info", { detail, bubbles: true, composed: true }),
    );
  }
}
