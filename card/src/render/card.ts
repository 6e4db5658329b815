import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Asker } from "../asker.ts";
import { type Call, connectable, type Telephone } from "../calls.ts";
import { clockText } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Desk } from "../desk.ts";
import { type Hass, hasAction, isAway } from "../hass.ts";
import { withoutMissed } from "../history.ts";
import type { Decision, Request } from "../panel.ts";
import { dict, text } from "../safe.ts";
import type { Speak } from "../texts.ts";
import { readCount, readSeconds } from "../totals.ts";
import type { User } from "../users.ts";
import { whenText } from "../when.ts";
import { button } from "./button.ts";
import { callRow, whoIs } from "./call.ts";
import { type Lists, missedList, recentList } from "./lists.ts";

export interface Shown {
  readonly hass: Hass | undefined;
  readonly config: Config | undefined;
  readonly speak: Speak;
  readonly user: User | undefined;
  readonly telephone: Telephone;
  readonly asker: Asker;
  readonly desk: Desk;
  readonly now: number;
  readonly skew: number;
  details(entityId: string | undefined): void;
}

/** The whole card. */
export function cardView(of: Shown): TemplateResult {
  const { phase, calls } = of.telephone;
  const ringing = calls.find((call) => call.state === "ringing");
  return html`<ha-card data-phase=${phase}>
    <div class="hidden" aria-live="polite" data-part="announcement">
      ${ringing ? of.speak("calling", { name: whoIs(ringing, of.speak) }) : nothing}
    </div>
    <div class="body">
      ${header(of)}
      ${calls.length ? list(of, calls) : nothing}
      ${panel(of)} ${calls.length ? nothing : lists(of)}
    </div>
    <div class="messages" aria-live="polite">${messageLine(of)}</div>
  </ha-card>`;
}

function list(of: Shown, calls: readonly Call[]): TemplateResult {
  return html`<div class="calls">
    ${repeat(
      calls,
      (call) => call.key,
      (call) => row(of, call),
    )}
  </div>`;
}

function title(of: Shown): string {
  const friendly = dict(of.hass?.states?.[of.config?.entity ?? ""]?.attributes);
  return (
    of.config?.name ??
    of.user?.name ??
    text(friendly.friendly_name) ??
    of.speak("card_name")
  );
}

function header(of: Shown): TemplateResult {
  const { phase } = of.telephone;
  const name = title(of);
  const quiet = phase === "idle" || phase === "calls";
  const entity = of.user?.entities.call;
  const missed = of.config?.showMissed ? missedCount(of) : 0;
  return html`<div class="head">
    <button
      type="button"
      class="disc"
      data-action="details"
      aria-label=${of.speak("details", { name })}
      ?disabled=${!entity}
      @click=${() => of.details(entity)}
    >
      <ha-icon icon=${quiet ? "mdi:phone" : "mdi:phone-off"}></ha-icon>
    </button>
    <div class="words">
      <h2 class="who" data-part="user"><bdi>${name}</bdi></h2>
      <div class="state">
        ${
          phase === "idle" && missed
            ? html`<span class="brief">${of.speak("missed_calls")}: ${missed}</span>`
            : nothing
        }
        <span data-part=${phase === "calls" ? nothing : "state"}>${summary(of)}</span>
      </div>
    </div>
    ${
      canDial(of)
        ? button({
            action: "dial",
            label: of.speak("dial"),
            icon: "mdi:dialpad",
            round: true,
            waiting: isAway(of.hass),
            press: () => of.desk.open({ kind: "dial" }),
          })
        : nothing
    }
  </div>`;
}

function summary(of: Shown): string {
  const { phase } = of.telephone;
  if (phase === "calls") return "";
  if (of.user) return of.speak(of.user.entities.call ? phase : "gone");
  const chosen = of.config?.entity ?? of.config?.device_id;
  return of.speak(chosen ? "gone" : "pick_user");
}

function canDial(of: Shown): boolean {
  const { phase } = of.telephone;
  const there = phase === "idle" || phase === "calls";
  return Boolean(of.config?.dial) && there && hasAction(of.hass, "dial");
}

function row(of: Shown, call: Call): TemplateResult {
  const { calls, primary } = of.telephone;
  const pair = connectable(calls);
  return callRow({
    speak: of.speak,
    call,
    primary: call === primary,
    others: calls.length - 1,
    now: of.now,
    skew: of.skew,
    busy: of.desk.isBusy(call.key),
    away: isAway(of.hass),
    other: pair?.[0] === call ? pair[1] : undefined,
    toggleHold: (one, service) => void of.desk.toggleHold(one, service),
    transfer: (one) => of.desk.open(transferOf(of, one)),
    connect: (one, other) =>
      of.desk.open({
        kind: "connect",
        callKey: one.key,
        otherKey: other.key,
        name: whoIs(one, of.speak),
        other: whoIs(other, of.speak),
      }),
  });
}

function transferOf(of: Shown, call: Call): Request {
  return { kind: "transfer", callKey: call.key, name: whoIs(call, of.speak) };
}

function lists(of: Shown): TemplateResult | typeof nothing {
  const config = of.config;
  if (!config || !of.user) return nothing;
  const { missed, recent, known } = of.asker;
  const now = of.now;
  const lists: Lists = {
    speak: of.speak,
    when: (at) => whenText(of.hass, at, now),
    busy: (key) => of.desk.isBusy(key),
    away: isAway(of.hass),
    callBack: canDial(of) ? (call) => void of.desk.callBack(call) : undefined,
    markRead: of.user.entities.todo ? (call) => void of.desk.markRead(call) : undefined,
    markAllRead: () => void of.desk.markAllRead(),
    all: of.desk.allMissed,
    showAll: () => of.desk.showAllMissed(),
  };
  const unread = config.showMissed ? missed : [];
  const others = withoutMissed(recent, unread).slice(0, config.recent);
  const empty = others.length === 0 && unread.length > 0;
  return html`<div class="lists">
    ${missedList(unread, missedCount(of), lists)}
    ${config.showRecent && known && !empty ? recentList(others, talkTime(of), lists) : nothing}
  </div>`;
}

/** As the sensor counts them: the list has an end. */
function missedCount(of: Shown): number {
  const { missed_calls } = of.user?.entities ?? {};
  const counted = missed_calls && of.hass?.states?.[missed_calls]?.state;
  return readCount(counted) ?? of.asker.missed.length;
}

function talkTime(of: Shown): string | undefined {
  const { talk_time_today } = of.user?.entities ?? {};
  const seconds = readSeconds(
    talk_time_today ? of.hass?.states?.[talk_time_today] : undefined,
  );
  if (seconds === undefined) return undefined;
  return of.speak("talk_time", { time: clockText(seconds) });
}

function messageLine(of: Shown): TemplateResult | typeof nothing {
  const message = of.desk.message;
  if (!message) return nothing;
  return html`<div class="message ${message.error ? "error" : ""}">
    <span data-part="message">${message.text}</span>
    ${button({
      action: "dismiss",
      label: of.speak("close"),
      icon: "mdi:close",
      round: true,
      press: () => of.desk.say(undefined),
    })}
  </div>`;
}

function panel(of: Shown): TemplateResult | typeof nothing {
  if (!of.desk.panel) return nothing;
  return html`<telepo-call-panel
    .request=${of.desk.panel}
    .contacts=${of.asker.contacts}
    .speak=${of.speak}
    .confirm=${of.config?.confirmTransfer !== false}
    .modal=${of.desk.panelModal}
    .busy=${of.desk.panelBusy}
    .away=${isAway(of.hass)}
    .error=${of.desk.panelError}
    @panel-decided=${(event: CustomEvent<Decision>) => void of.desk.decided(event.detail)}
    @panel-closed=${() => of.desk.close()}
  ></telepo-call-panel>`;
}
