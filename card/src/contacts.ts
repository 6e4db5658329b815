/** Finding a contact by what has been typed so far. */

/** The contacts with a word that begins with what was typed, then those that merely
 * contain it; all of them while nothing is typed. Case and accents do not matter. */
export function matching(contacts: readonly string[], typed: string): string[] {
  const wanted = folded(typed.trim());
  if (!wanted) return [...contacts];
  const found = (test: (name: string) => boolean) =>
    contacts.filter((contact) => test(folded(contact)));
  const begins = (name: string) =>
    name.startsWith(wanted) ||
    name.includes(` ${wanted}`) ||
    name.includes(`-${wanted}`);
  return [...found(begins), ...found((name) => !begins(name) && name.includes(wanted))];
}

/** The contact of exactly this name, as the exchange's user has spelt it. */
export function contactNamed(
  contacts: readonly string[],
  typed: string,
): string | undefined {
  const wanted = folded(typed.trim());
  return contacts.find((contact) => folded(contact) === wanted);
}

function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
