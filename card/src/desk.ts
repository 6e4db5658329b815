/** What is being done from a card, and what the card says about it. */

import { type Answer, act, tick } from "./actions.ts";
import type { Asker } from "./asker.ts";
import type { Call, Telephone } from "./calls.ts";
import type { Hass } from "./hass.ts";
import type { FinishedCall } from "./history.ts";
import type { Decision, Request } from "./panel.ts";
import { whoIs } from "./render/call.ts";
import { type Dict, dict } from "./safe.ts";
import type { Speak, TextKey } from "./texts.ts";
import { targetOf, type User } from "./users.ts";

const MESSAGE_STAYS = 8000;

/** Why what a panel asks cannot be done; nothing while it can. */
export function whyNot(panel: Request, telephone: Telephone): TextKey | undefined {
  const { phase, calls } = telephone;
  if (phase === "gone" || phase === "unloaded" || phase === "unavailable") return phase;
  if (panel.kind === "dial" || phase === "waiting") return undefined;
  const keys =
    panel.kind === "connect" ? [panel.callKey, panel.otherKey] : [panel.callKey];
  const there = (key: string) => calls.some((call) => call.key === key);
  return keys.every(there) ? undefined : "call_ended";
}

export interface Message {
  text: string;
  error: boolean;
}

/** The card around the desk. */
export interface Room {
  readonly hass: Hass | undefined;
  readonly speak: Speak;
  readonly user: User | undefined;
  readonly telephone: Telephone;
  readonly asker: Asker;
  /** Show what has changed, soon or at once, or wait until it is shown. */
  changed(): void;
  changedNow(): void;
  shown(): Promise<unknown>;
  focused(): HTMLElement | undefined;
  /** Whether the card is too low for a panel. */
  cramped(): boolean;
}

export class Desk {
  message: Message | undefined;
  panel: Request | undefined;
  panelModal = false;
  panelBusy = false;
  panelError: string | undefined;
  /** Whether all missed calls are shown, however many. */
  allMissed = false;

  #room: Room;
  #busy = new Set<string>();
  #opener: HTMLElement | undefined;
  #messageTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  /** Let no timer run on for a card that is gone. */
  stop(): void {
    clearTimeout(this.#messageTimer);
    if (!this.message?.error) this.message = undefined;
  }

  /** Whether something is under way for a call, or for what has this name. */
  isBusy(key: string): boolean {
    return this.#busy.has(key);
  }

  /** Close the panel of a call that is over, or of a user who is not there, with a word:
   * the refusal that it shows, else the reason where the card does not say it anyway. */
  leavePanelThatCannotBe(): void {
    const panel = this.panel;
    if (!panel || this.panelBusy) return;
    const reason = whyNot(panel, this.#room.telephone);
    if (!reason) return;
    const refusal = this.panelError;
    this.close();
    if (refusal) this.say(refusal, true);
    else if (reason === "call_ended") this.say(this.#room.speak(reason));
  }

  /** Ask where a call shall go. */
  open(request: Request): void {
    if (this.panelBusy) return;
    this.#opener = this.#room.focused();
    this.say(undefined);
    // Saving the options tells the frontend nothing.
    this.#room.asker.forgetContacts();
    this.panelModal = this.#room.cramped();
    this.panelError = undefined;
    if (this.panel) {
      // Another question than the one that is open: begin it afresh.
      this.panel = undefined;
      this.#room.changedNow();
    }
    this.panel = request;
    this.#room.changed();
  }

  /** Begin afresh, with another user perhaps. */
  clear(): void {
    this.panel = undefined;
    this.panelError = undefined;
    this.allMissed = false;
    this.#opener = undefined;
  }

  /** Close the panel; the focus goes back to where it came from. */
  close(): void {
    this.panel = undefined;
    this.panelError = undefined;
    const opener = this.#opener;
    this.#opener = undefined;
    this.#room.changed();
    void this.#room.shown().then(() => opener?.isConnected && opener.focus());
  }

  /** Do what was decided in the panel; a refusal is shown there, and nothing is lost. */
  async decided(decision: Decision): Promise<void> {
    const panel = this.panel;
    if (!panel || this.panelBusy) return;
    this.panelBusy = true;
    this.panelError = undefined;
    this.#room.changed();
    const answer = await this.#carryOut(panel, decision);
    this.panelBusy = false;
    if (answer.done) {
      if (this.panel) this.close();
      this.say(this.#outcome(panel, decision, answer));
    } else if (this.panel === panel) {
      this.panelError = answer.message;
      this.leavePanelThatCannotBe();
      this.#room.changed();
    } else {
      this.say(answer.message, true);
    }
  }

  async #carryOut(panel: Request, decision: Decision): Promise<Answer> {
    const { destination, type } = decision;
    if (panel.kind === "dial") return await this.#act("dial", { destination });
    const call_id = this.#idOf(panel.callKey);
    if (panel.kind === "connect") {
      const target_call_id = this.#idOf(panel.otherKey);
      return await this.#act("transfer_to_call", { call_id, target_call_id });
    }
    return await this.#act("transfer", { call_id, destination, type });
  }

  /** The exchange's id of a call; its key is the same unless the exchange gave it twice. */
  #idOf(key: string): string {
    return this.#room.telephone.calls.find((call) => call.key === key)?.id ?? key;
  }

  #outcome(panel: Request, { destination }: Decision, answer: Answer): string {
    const speak = this.#room.speak;
    if (panel.kind === "dial") return speak("dialed", { destination });
    const { name } = panel;
    if (panel.kind === "connect")
      return speak("connected", { name, other: panel.other });
    const users = answer.done ? Object.values(answer.users) : [];
    const confirmed = dict(users[0]).confirmed === true;
    return speak(confirmed ? "transferred" : "on_its_way", { name, destination });
  }

  /** Hold or resume a call. */
  async toggleHold(call: Call, service: "hold" | "resume"): Promise<void> {
    await this.#busily(call.key, () => this.#act(service, { call_id: call.id }));
  }

  /** Call somebody back. */
  async callBack(call: FinishedCall): Promise<void> {
    const destination = call.dial;
    if (!destination) return;
    await this.#busily(
      `dial:${destination}`,
      () => this.#act("dial", { destination }),
      this.#room.speak("dialed", { destination: whoIs(call, this.#room.speak) }),
    );
  }

  /** Show the missed calls that have no room. */
  showAllMissed(): void {
    this.allMissed = true;
    this.#room.changed();
  }

  /** Mark one missed call as read. */
  async markRead(call: FinishedCall): Promise<void> {
    const list = this.#room.user?.entities.todo;
    const id = call.id;
    if (!list || !id) return;
    const done = await this.#busily(`read:${id}`, () =>
      tick(this.#room.hass, this.#room.speak, list, id),
    );
    if (done)
      this.#room.asker.missed = this.#room.asker.missed.filter((one) => one.id !== id);
    this.#room.changed();
  }

  /** Mark all missed calls as read. */
  async markAllRead(): Promise<void> {
    const done = await this.#busily("mark-all-read", () =>
      this.#act("mark_missed_calls_read", {}),
    );
    if (done) this.#room.asker.missed = [];
    this.allMissed = false;
    this.#room.changed();
  }

  async #act(service: string, data: Dict): Promise<Answer> {
    const target = this.#room.user ? targetOf(this.#room.user) : {};
    return await act(this.#room.hass, this.#room.speak, service, data, target);
  }

  /** Show that something is under way, then its refusal, or `success` if that is given. */
  async #busily(
    key: string,
    ask: () => Promise<Answer>,
    success?: string,
  ): Promise<boolean> {
    if (this.#busy.has(key)) return false;
    this.#busy.add(key);
    this.say(undefined);
    const answer = await ask();
    this.#busy.delete(key);
    if (answer.done) this.say(success);
    else this.say(answer.message, true);
    return answer.done;
  }

  /** Show a message: good news goes by itself, a refusal stays until it is dismissed. */
  say(words: string | undefined, error = false): void {
    clearTimeout(this.#messageTimer);
    this.message = words === undefined ? undefined : { text: words, error };
    if (words !== undefined && !error) {
      this.#messageTimer = setTimeout(() => this.say(undefined), MESSAGE_STAYS);
    }
    this.#room.changed();
  }
}
