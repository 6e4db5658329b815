/** Reading values that may be anything. */

export type Dict = Record<string, unknown>;

const LONGEST_TEXT = 200;

/** The value as an object, an empty one when it is none. */
export function dict(value: unknown): Dict {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Dict)
    : {};
}

/** The value as a list, an empty one when it is none. */
export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text with something in it, cut where no screen would end. */
export function text(value: unknown): string | undefined {
  const trimmed = typeof value === "string" ? value.trim() : "";
  return trimmed ? trimmed.slice(0, LONGEST_TEXT) : undefined;
}

/** Milliseconds since 1970 of an ISO 8601 text. */
export function time(value: unknown): number | undefined {
  const parsed = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** What `read` gives, or `otherwise` when it throws. */
export function quietly<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
