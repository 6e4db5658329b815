import { html, nothing, type TemplateResult } from "lit";
import { allows, type Call } from "../calls.ts";
import { clockText, elapsed } from "../clock.ts";
import type { Speak } from "../texts.ts";
import { button } from "./button.ts";

const ICONS: Record<Call["state"], string> = {
  ringing: "mdi:phone-ring",
  active: "mdi:phone-in-talk",
  dialing: "mdi:phone-outgoing",
  held: "mdi:phone-paused",
  parked: "mdi:parking",
  unknown: "mdi:phone-alert",
};

export interface CallRow {
  speak: Speak;
  call: Call;
  primary: boolean;
  /** How many calls there are beside this one. */
  others: number;
  now: number;
  skew: number;
  busy: boolean;
  /** Whether nothing can be asked of Home Assistant. */
  away: boolean;
  /** The call this one can be connected with. */
  other: Call | undefined;
  toggleHold: (call: Call, service: "hold" | "resume") => void;
  transfer: (call: Call) => void;
  connect: (call: Call, other: Call) => void;
}

/** The name of the other side, its number, or words for neither. */
export function whoIs(
  party: { name?: string | undefined; number?: string | undefined },
  speak: Speak,
): string {
  return party.name ?? party.number ?? speak("unknown_party");
}

/** One call with its clock and the buttons that the exchange allows. */
export function callRow(row: CallRow): TemplateResult {
  const { call, speak } = row;
  const who = whoIs(call, speak);
  return html`<section
    role="group"
    class="call ${call.state} ${row.primary ? "first" : ""}"
    data-call-id=${call.id ?? nothing}
    aria-label=${who}
    aria-busy=${row.busy ? "true" : "false"}
  >
    <div class="disc"><ha-icon icon=${ICONS[call.state]}></ha-icon></div>
    <div class="words">
      <div class="who" data-part="who"><bdi>${who}</bdi></div>
      <div class="state">${details(call, speak)}</div>
    </div>
    ${row.primary && row.others ? others(row) : nothing}
    <div class="clock" data-part="clock" role="timer">
      ${clockText(elapsed(call.started, row.now, row.skew))}
    </div>
    ${buttons(row, who)}
  </section>`;
}

/** Seen where there is room for one call only. */
function others({ others, speak }: CallRow): TemplateResult {
  const label = speak("other_calls", { count: String(others) });
  return html`<span class="others" data-part="others" role="img" aria-label=${label} title=${label}
    >+${others}</span
  >`;
}

function details(call: Call, speak: Speak): TemplateResult {
  const way =
    call.incoming === undefined
      ? nothing
      : html`<span class="way">${speak(call.incoming ? "incoming" : "outgoing")}</span>`;
  return html`${way}<span data-part="state">${speak(call.state)}</span>${
    call.name && call.number
      ? html`<span class="number"><bdi dir="ltr">${call.number}</bdi></span>`
      : nothing
  }${call.conference ? html`<span>${speak("conference")}</span>` : nothing}${
    call.recording
      ? html`<span class="recording" data-part="recording">${speak("recording")}</span>`
      : nothing
  }`;
}

function buttons(row: CallRow, who: string): TemplateResult | typeof nothing {
  const { call, speak, busy, other } = row;
  const common = { callId: call.id, busy, waiting: row.away };
  const holding = allows(call, "RESUME") ? "resume" : "hold";
  // One place for both, so that the focus stays when one becomes the other.
  const hold = allows(call, "RESUME") || allows(call, "HOLD");
  const transfer = allows(call, "TRANSFER");
  if (!hold && !transfer) return nothing;
  return html`<div class="buttons" role="group" aria-label=${who}>
    ${
      hold
        ? button({
            ...common,
            action: holding,
            label: speak(holding),
            icon: holding === "resume" ? "mdi:play" : "mdi:pause",
            press: () => row.toggleHold(call, holding),
          })
        : nothing
    }
    ${
      transfer
        ? button({
            ...common,
            action: "transfer",
            label: speak("transfer"),
            icon: "mdi:phone-forward",
            press: () => row.transfer(call),
          })
        : nothing
    }
    ${
      other
        ? button({
            ...common,
            action: "transfer-to-call",
            label: speak("connect_with", { name: whoIs(other, speak) }),
            icon: "mdi:call-merge",
            press: () => row.connect(call, other),
          })
        : nothing
    }
  </div>`;
}
