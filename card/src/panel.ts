/** The panel that asks where a call shall go. */

import {
  html,
  LitElement,
  nothing,
  type PropertyValues,
  type TemplateResult,
} from "lit";
import { contactNamed, matching } from "./contacts.ts";
import { button, onePress } from "./render/button.ts";
import { panelStyles } from "./render/panel-styles.ts";
import { sharedStyles } from "./render/styles.ts";
import { type Speak, speaker } from "./texts.ts";

export const PANEL_TAG = "telepo-call-panel";

const TYPES = ["basic", "voicemail", "camp_on"] as const;

/** What the panel is for; the names are those of the moment it was opened. */
export type Request =
  | { kind: "transfer"; callKey: string; name: string }
  | { kind: "connect"; callKey: string; otherKey: string; name: string; other: string }
  | { kind: "dial" };

/** What the user decided. */
export interface Decision {
  destination: string;
  type: (typeof TYPES)[number];
}

export class TelepoCallPanel extends LitElement {
  static override styles = [sharedStyles, panelStyles];

  static override properties = {
    request: { attribute: false },
    contacts: { attribute: false },
    speak: { attribute: false },
    confirm: { attribute: false },
    modal: { attribute: false },
    busy: { attribute: false },
    away: { attribute: false },
    error: { attribute: false },
    _typed: { state: true },
    _step: { state: true },
    _marked: { state: true },
    _type: { state: true },
  };

  declare request: Request;
  declare contacts: readonly string[];
  declare speak: Speak;
  /** Whether a transfer has to be confirmed in a second step. */
  declare confirm: boolean;
  /** Over the page instead of in the card, where the card has no room. */
  declare modal: boolean;
  declare busy: boolean;
  /** Whether nothing can be asked of Home Assistant: the last step has to wait. */
  declare away: boolean;
  declare error: string | undefined;
  declare _typed: string;
  declare _step: "choose" | "confirm";
  declare _marked: number;
  declare _type: Decision["type"];

  constructor() {
    super();
    this.request = { kind: "dial" };
    this.contacts = [];
    this.speak = speaker("en");
    this.confirm = true;
    this.modal = false;
    this.busy = false;
    this.away = false;
    this.error = undefined;
    this._typed = "";
    this._step = "choose";
    this._marked = -1;
    this._type = "basic";
  }

  protected override firstUpdated(): void {
    const dialog = this.renderRoot.querySelector("dialog");
    if (this.modal) dialog?.showModal();
    else dialog?.show();
    this.#focus();
    dialog?.scrollIntoView?.({ block: "nearest" });
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("_step") && this.hasUpdated) this.#focus();
    if (changed.has("_marked")) {
      const marked = this.renderRoot.querySelector("[aria-selected=true]");
      marked?.scrollIntoView?.({ block: "nearest" });
    }
  }

  protected override render(): TemplateResult {
    const asking = this.request.kind === "connect" || this._step === "confirm";
    return html`<dialog
      aria-labelledby="title"
      aria-busy=${this.busy ? "true" : "false"}
      @cancel=${this.#cancelled}
      @keydown=${this.#key}
    >
      <form @submit=${this.#submitted}>
        <h3 id="title">${this.#title(asking)}</h3>
        ${asking ? nothing : this.#choice()}
        <div class="message error" data-part="message" role="alert" ?hidden=${!this.error}>
          ${this.error}
        </div>
        <div class="buttons">${this.#buttons(asking)}</div>
      </form>
    </dialog>`;
  }

  #title(asking: boolean): string {
    const { request, speak } = this;
    if (request.kind === "dial") return speak("dial_title");
    const { name } = request;
    if (request.kind === "connect") {
      return speak("confirm_connect", { name, other: request.other });
    }
    return asking
      ? speak("confirm_transfer", { name, destination: this.#destination })
      : speak("transfer_title", { name });
  }

  get #destination(): string {
    const typed = this._typed.trim();
    return contactNamed(this.contacts, typed) ?? typed;
  }

  get #offered(): string[] {
    return matching(this.contacts, this._typed);
  }

  #choice(): TemplateResult {
    const { speak } = this;
    const offered = this.#offered;
    return html`<input
        data-part="destination"
        type="text"
        inputmode="text"
        enterkeyhint="go"
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        role="combobox"
        aria-label=${speak("destination")}
        aria-autocomplete="list"
        aria-controls="contacts"
        aria-expanded=${offered.length ? "true" : "false"}
        aria-activedescendant=${offered[this._marked] ? `contact-${this._marked}` : nothing}
        placeholder=${speak("destination")}
        .value=${this._typed}
        @input=${this.#typing}
      />
      <div
        id="contacts"
        class="contacts"
        role="listbox"
        aria-label=${speak("contacts")}
        ?hidden=${!offered.length}
      >
        ${offered.map((name, index) => this.#contact(name, index))}
      </div>
      ${this.request.kind === "transfer" ? this.#more() : nothing}`;
  }

  #contact(name: string, index: number): TemplateResult {
    // Reached by the arrow keys from the field, as a combobox is.
    return html`<div
      id="contact-${index}"
      class="contact"
      data-part="contact"
      role="option"
      aria-selected=${index === this._marked ? "true" : "false"}
      @click=${() => this.#choose(name)}
    >
      <ha-icon icon="mdi:account"></ha-icon><bdi>${name}</bdi>
    </div>`;
  }

  #more(): TemplateResult {
    const { speak } = this;
    return html`<details data-part="more">
      <summary>${speak("more")}</summary>
      <fieldset>
        <legend>${speak("type")}</legend>
        ${TYPES.map(
          (type) => html`<label>
            <input
              type="radio"
              name="type"
              value=${type}
              .checked=${type === this._type}
              @change=${() => {
                this._type = type;
              }}
            /><span>${speak(`type_${type}`)}</span>
          </label>`,
        )}
      </fieldset>
    </details>`;
  }

  #buttons(asking: boolean): TemplateResult {
    const { speak, request } = this;
    const second = request.kind === "transfer" && asking;
    const go = {
      transfer: { label: speak("transfer"), icon: "mdi:phone-forward" },
      connect: { label: speak("connect"), icon: "mdi:call-merge" },
      dial: { label: speak("dial"), icon: "mdi:phone" },
    }[request.kind];
    const onward = this.#asksFirst && !asking;
    return html`${
      second
        ? button({
            action: "back",
            label: speak("back"),
            icon: "mdi:arrow-left",
            waiting: this.busy,
            press: () => {
              this._step = "choose";
            },
          })
        : nothing
    }${button({
      action: "cancel",
      label: speak("cancel"),
      icon: "mdi:close",
      press: () => this.#close(),
    })}${button({
      action: onward ? "continue" : "confirm",
      label: onward ? speak("continue") : go.label,
      icon: onward ? "mdi:arrow-right" : go.icon,
      busy: this.busy,
      waiting: this.away && !onward,
      primary: true,
      press: () => this.#onward(),
    })}`;
  }

  get #asksFirst(): boolean {
    return this.request.kind === "transfer" && this.confirm;
  }

  #typing = (event: Event): void => {
    this._typed = (event.target as HTMLInputElement).value;
    // What begins like a name most likely is the first one offered.
    const name = /^\s*\p{L}/u.test(this._typed) && !/[@:]/.test(this._typed);
    this._marked = name && this.#offered.length ? 0 : -1;
  };

  #choose(name: string): void {
    if (this.busy) return;
    this._typed = name;
    this._marked = -1;
    if (this.#asksFirst) this._step = "confirm";
    else this.#focus("confirm");
  }

  #onward(): void {
    if (this.busy) return;
    const marked = this._step === "choose" ? this.#offered[this._marked] : undefined;
    if (marked && marked !== this.#destination) {
      this.#choose(marked);
    } else if (this.request.kind !== "connect" && !this.#destination) {
      this.#focus();
    } else if (this.#asksFirst && this._step === "choose") {
      this._step = "confirm";
    } else if (!this.away) {
      const detail: Decision = { destination: this.#destination, type: this._type };
      this.dispatchEvent(new CustomEvent("panel-decided", { detail }));
    }
  }

  #submitted = (event: Event): void => {
    event.preventDefault();
    this.#onward();
  };

  #cancelled = (event: Event): void => {
    event.preventDefault();
    this.#close();
  };

  #key = (event: KeyboardEvent): void => {
    const field =
      event.target instanceof HTMLInputElement && event.target.type === "text";
    const isEnter = event.key === "Enter";
    if (event.repeat && isEnter) {
      onePress(event);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    } else if (field && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const count = this.#offered.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From none, down goes to the first and up to the last.
      const from = this._marked < 0 && step < 0 ? 0 : this._marked;
      if (count) this._marked = (from + step + count) % count;
    } else if (field && isEnter) {
      event.preventDefault();
      this.#onward();
    }
  };

  #close(): void {
    this.dispatchEvent(new CustomEvent("panel-closed"));
  }

  #focus(action?: string): void {
    const wanted = action ? `[data-action=${action}]` : "input[type=text]";
    const target =
      this.renderRoot.querySelector<HTMLElement>(wanted) ??
      this.renderRoot.querySelector<HTMLElement>("[data-action=confirm]");
    target?.focus({ preventScroll: true });
  }
}
