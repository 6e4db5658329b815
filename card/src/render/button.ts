import { html, nothing, type TemplateResult } from "lit";

export interface Button {
  action: string;
  label: string;
  icon: string;
  press: () => void;
  callId?: string | undefined;
  busy?: boolean;
  /** Does nothing for now: another button is busy, or Home Assistant is out of reach. */
  waiting?: boolean;
  /** Only the icon is seen; the label is still read out. */
  round?: boolean;
  primary?: boolean;
}

/** Let a key that is held press once: what it would press next may be another button. */
export function onePress(event: KeyboardEvent): void {
  if (event.repeat && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
  }
}

/** A button with an icon; while busy it spins, stays focused and does nothing. */
export function button(of: Button): TemplateResult {
  const look = `${of.round ? "round" : ""} ${of.primary ? "primary" : ""}`;
  const idle = !of.busy && !of.waiting;
  return html`<button
    type="button"
    class="button ${look}"
    data-action=${of.action}
    data-call-id=${of.callId ?? nothing}
    title=${of.round ? of.label : nothing}
    aria-disabled=${idle ? nothing : "true"}
    @click=${() => idle && of.press()}
    @keydown=${onePress}
  >
    ${
      of.busy
        ? html`<span class="spinner"></span>`
        : html`<ha-icon icon=${of.icon}></ha-icon>`
    }<span class="label">${of.label}</span>
  </button>`;
}
