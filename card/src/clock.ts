/** The running clock of a call. */

import type { EntityState } from "./hass.ts";
import { time } from "./safe.ts";

const KEPT_SAMPLES = 8;
/** Below this it is the way of the message, not a clock that is wrong. */
const NEGLIGIBLE = 2000;
/** An answer that took longer may have waited anywhere on its way. */
const LONGEST_WAY = 5000;

/** How far the browser's clock is ahead of Home Assistant's. */
export class Skew {
  #samples: number[] = [];
  #measured: number | undefined;

  /** Milliseconds; negative when the browser's clock is behind. */
  get value(): number {
    const guess = this.#samples.length ? Math.min(...this.#samples) : 0;
    const skew = this.#measured ?? guess;
    return Math.abs(skew) < NEGLIGIBLE ? 0 : skew;
  }

  /** Learn from what Home Assistant answered to the question of what time it is there;
   * `asked` and `answered` are the browser's. */
  measure(there: unknown, asked: number, answered: number): void {
    const way = answered - asked;
    const now = time(there);
    if (now === undefined || !(way >= 0 && way < LONGEST_WAY)) return;
    this.#measured = asked + way / 2 - now;
  }

  /** Learn from a state: how long ago it changed is the skew and some delay; of one that
   * is not fresh the delay is unknown, so it tells only of a clock that is behind. */
  learn(state: EntityState | undefined, now: number, fresh: boolean): void {
    const updated = time(state?.last_updated);
    if (updated === undefined || !Number.isFinite(now)) return;
    const sample = now - updated;
    if (fresh || sample < 0) {
      this.#samples = [...this.#samples, sample].slice(-KEPT_SAMPLES);
      // Nothing arrives before it happened: the clock has been set since.
      if (this.#measured !== undefined && sample < this.#measured - NEGLIGIBLE) {
        this.#measured = undefined;
        this.#samples = [sample];
      }
    }
  }
}

/** Whole seconds since `started`, never negative; undefined without a start. */
export function elapsed(
  started: number | undefined,
  now: number,
  skew: number,
): number | undefined {
  if (started === undefined) return undefined;
  const seconds = Math.floor((now - skew - started) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** 65 as `1:05`, 3665 as `1:01:05`. */
export function clockText(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return "";
  const whole = Math.max(0, Math.floor(seconds));
  const two = (part: number) => String(part).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours
    ? `${hours}:${two(minutes)}:${two(whole % 60)}`
    : `${minutes}:${two(whole % 60)}`;
}
