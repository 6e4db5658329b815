/** What the card has to ask for: contacts, missed and recent calls. */

import { act } from "./actions.ts";
import type { Skew } from "./clock.ts";
import { DOMAIN, type Hass } from "./hass.ts";
import { type FinishedCall, readHistory } from "./history.ts";
import { type Dict, dict, list, quietly, text } from "./safe.ts";
import { speaker } from "./texts.ts";
import { targetOf, type User } from "./users.ts";

const MOST_MISSED = 50;

/** Asks when something has changed, and forgets answers that came too late. */
export class Asker {
  contacts: string[] = [];
  missed: FinishedCall[] = [];
  recent: FinishedCall[] = [];
  /** Whether the history has been read at least once. */
  known = false;

  #changed: () => void;
  #skew: Skew;
  #deviceId: string | undefined;
  #contactsKey: unknown[] = [];
  #historyKey: unknown[] = [];

  constructor(changed: () => void, skew: Skew) {
    this.#changed = changed;
    this.#skew = skew;
  }

  /** Know nothing of the user before, whose answers may still be on their way. */
  turnTo(deviceId: string | undefined): void {
    if (deviceId === this.#deviceId) return;
    this.#deviceId = deviceId;
    this.contacts = [];
    this.missed = [];
    this.recent = [];
    this.known = false;
    this.forgetContacts();
    this.forgetHistory();
  }

  /** Ask for the contacts again at the next occasion; until then they stay. */
  forgetContacts(): void {
    this.#contactsKey = [];
  }

  /** Ask for the calls again at the next occasion; until then they stay. */
  forgetHistory(): void {
    this.#historyKey = [];
  }

  /** Read the names of the user's contacts and Home Assistant's clock, once for each
   * state of the registry. */
  async askContacts(hass: Hass, user: User): Promise<void> {
    try {
      const key = [hass.entities, user.deviceId];
      if (!user.deviceId || same(key, this.#contactsKey)) return;
      this.#contactsKey = key;
      const message = { type: `${DOMAIN}/card`, device_id: user.deviceId };
      const asked = Date.now();
      const answer = dict(await hass.callWS?.(message));
      this.#skew.measure(answer.now, asked, Date.now());
      if (this.#contactsKey !== key) return;
      const told = list(answer.users)
        .map(dict)
        .find((one) => one.device_id === user.deviceId);
      this.contacts = list(told?.contacts).flatMap((name) => text(name) ?? []);
      this.#changed();
    } catch {
      // Numbers can be typed all the same.
    }
  }

  /** Read missed and recent calls, once for each state of the entities that tell of them. */
  async askHistory(hass: Hass, user: User, recent: number): Promise<void> {
    const { missed_calls, calls_today, todo, event } = user.entities;
    const told = [missed_calls, calls_today, todo, event].map((id) =>
      quietly(() => (id ? hass.states?.[id] : undefined), undefined),
    );
    const key = [user.deviceId, recent, ...told];
    if (same(key, this.#historyKey)) return;
    this.#historyKey = key;
    const [unread, latest] = await Promise.all([
      this.#calls(hass, user, { unread: true, limit: MOST_MISSED }),
      // Those that are missed are not shown again among the recent ones.
      this.#calls(hass, user, { limit: recent + MOST_MISSED }),
    ]);
    if (this.#historyKey !== key) return;
    this.missed = unread ?? this.missed;
    this.recent = latest ?? this.recent;
    this.known ||= latest !== undefined;
    this.#changed();
  }

  async #calls(
    hass: Hass,
    user: User,
    data: Dict,
  ): Promise<FinishedCall[] | undefined> {
    const quiet = speaker("en");
    const answer = await act(hass, quiet, "get_call_history", data, targetOf(user));
    return answer.done ? readHistory(answer.users, user.deviceId) : undefined;
  }
}

function same(one: unknown[], other: unknown[]): boolean {
  return (
    one.length === other.length && one.every((value, index) => value === other[index])
  );
}
