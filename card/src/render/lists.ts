import { html, nothing, type TemplateResult } from "lit";
import { clockText } from "../clock.ts";
import type { FinishedCall, Outcome } from "../history.ts";
import type { Speak } from "../texts.ts";
import { button } from "./button.ts";
import { whoIs } from "./call.ts";

const ICONS: Record<Outcome, string> = {
  ended: "mdi:phone-incoming",
  missed: "mdi:phone-missed",
  rejected: "mdi:phone-cancel",
  answered_elsewhere: "mdi:phone-check",
  cancelled: "mdi:phone-remove",
  failed: "mdi:phone-alert",
};

export interface Lists {
  speak: Speak;
  when: (at: number) => string;
  busy: (key: string) => boolean;
  /** None where the card must not dial. */
  callBack: ((call: FinishedCall) => void) | undefined;
  markRead: ((call: FinishedCall) => void) | undefined;
  markAllRead: () => void;
}

/** The missed calls that nobody has marked as read. */
export function missedList(calls: readonly FinishedCall[], of: Lists) {
  if (calls.length === 0) return nothing;
  const { speak } = of;
  return html`<section role="group" class="list" data-part="missed" aria-label=${speak("missed_calls")}>
    <div class="title">
      <h3>${speak("missed_calls")}</h3>
      <span class="count">${calls.length}</span>
      ${button({
        action: "mark-all-read",
        label: speak("mark_all_read"),
        icon: "mdi:check-all",
        busy: of.busy("mark-all-read"),
        press: of.markAllRead,
      })}
    </div>
    <ul>
      ${calls.map((call) => item(call, of, true))}
    </ul>
  </section>`;
}

/** The latest finished calls. */
export function recentList(calls: readonly FinishedCall[], of: Lists) {
  const { speak } = of;
  return html`<section role="group" class="list" data-part="recent" aria-label=${speak("recent_calls")}>
    <div class="title"><h3>${speak("recent_calls")}</h3></div>
    ${
      calls.length
        ? html`<ul>
            ${calls.map((call) => item(call, of, false))}
          </ul>`
        : html`<p class="quiet">${speak("no_recent")}</p>`
    }
  </section>`;
}

function item(call: FinishedCall, of: Lists, missed: boolean): TemplateResult {
  const { speak, callBack, markRead } = of;
  const name = whoIs(call, speak);
  const icon = call.incoming || call.outcome !== "ended" ? ICONS[call.outcome] : "";
  const lost = call.outcome === "missed" || call.outcome === "failed";
  return html`<li data-call-id=${call.id ?? nothing}>
    <ha-icon
      class="outcome ${lost ? "lost" : ""}"
      icon=${icon || "mdi:phone-outgoing"}
    ></ha-icon>
    <div class="words">
      <div class="who" data-part="who"><bdi>${name}</bdi></div>
      <div class="state">
        ${missed ? nothing : html`<span data-part="state">${outcome(call, speak)}</span>`}
        ${call.at === undefined ? nothing : html`<span>${of.when(call.at)}</span>`}
        ${call.duration ? html`<span>${clockText(call.duration)}</span>` : nothing}
        ${
          missed && call.name && call.number
            ? html`<span class="number"><bdi dir="ltr">${call.number}</bdi></span>`
            : nothing
        }
      </div>
    </div>
    ${
      missed && markRead && call.id
        ? button({
            action: "mark-read",
            label: speak("mark_read", { name }),
            icon: "mdi:check",
            round: true,
            callId: call.id,
            busy: of.busy(`read:${call.id}`) || of.busy("mark-all-read"),
            press: () => markRead(call),
          })
        : nothing
    }
    ${
      callBack && call.dial
        ? button({
            action: "call-back",
            label: speak("call_back", { name }),
            icon: "mdi:phone",
            round: true,
            callId: call.id,
            busy: of.busy(`dial:${call.dial}`),
            press: () => callBack(call),
          })
        : nothing
    }
  </li>`;
}

function outcome(call: FinishedCall, speak: Speak): string {
  if (call.outcome !== "ended") return speak(call.outcome);
  return speak(call.incoming ? "incoming" : "outgoing");
}
