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
  /** Whether nothing can be asked of Home Assistant. */
  away: boolean;
  /** None where the card must not dial. */
  callBack: ((call: FinishedCall) => void) | undefined;
  markRead: ((call: FinishedCall) => void) | undefined;
  markAllRead: () => void;
  /** Whether all missed calls are shown, and what shows them. */
  all: boolean;
  showAll: () => void;
}

/** More than these would push everything else off a wall. */
const FIRST = 5;

/** How many of the calls are shown at first: never all but one. */
export function shownAtFirst(calls: number): number {
  return calls > FIRST + 1 ? FIRST : calls;
}

/** The missed calls that nobody has marked as read, of `count` that there are. */
export function missedList(calls: readonly FinishedCall[], count: number, of: Lists) {
  if (calls.length === 0) return nothing;
  const { speak } = of;
  const shown = of.all ? calls : calls.slice(0, shownAtFirst(calls.length));
  return html`<section role="group" class="list" data-part="missed" aria-label=${speak("missed_calls")}>
    <div class="title">
      <h3>${speak("missed_calls")}</h3>
      <span class="count">${count}</span>
      ${button({
        action: "mark-all-read",
        label: speak("mark_all_read"),
        icon: "mdi:check-all",
        busy: of.busy("mark-all-read"),
        waiting: of.away,
        press: of.markAllRead,
      })}
    </div>
    <ul>
      ${shown.map((call) => item(call, of, true))}
    </ul>
    ${shown.length < calls.length ? rest(Math.max(count, calls.length) - shown.length, of) : nothing}
  </section>`;
}

function rest(count: number, { speak, showAll }: Lists): TemplateResult {
  return button({
    action: "show-all",
    label: speak("more_missed", { count: String(count) }),
    icon: "mdi:chevron-down",
    press: showAll,
  });
}

/** The latest finished calls, and how long the user has talked today. */
export function recentList(
  calls: readonly FinishedCall[],
  talkTime: string | undefined,
  of: Lists,
) {
  const { speak } = of;
  return html`<section role="group" class="list" data-part="recent" aria-label=${speak("recent_calls")}>
    <div class="title">
      <h3>${speak("recent_calls")}</h3>
      ${talkTime ? html`<span class="total" data-part="talk-time">${talkTime}</span>` : nothing}
    </div>
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
            waiting: of.away,
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
            waiting: of.away,
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
