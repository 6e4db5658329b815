/** Finding a contact by what has been typed so far. */

/** The contacts that are what was typed, then those with a word that begins with it, then
 * those that merely contain it; all of them while nothing is typed. Case and accents do
 * not matter, but of two names the one that is spelt as typed comes first. */
export function matching(contacts: readonly string[], typed: string): string[] {
  const wanted = typed.trim();
  if (!wanted) return [...contacts];
  return contacts
    .map((contact) => ({ contact, rank: rank(contact, wanted) }))
    .filter((found) => found.rank < NO_MATCH)
    .sort((one, other) => one.rank - other.rank)
    .map((found) => found.contact);
}

/** The contact that was typed, spelt exactly so, else but for case, else but for accents;
 * none when several are meant as well as one another. */
export function contactNamed(
  contacts: readonly string[],
  typed: string,
): string | undefined {
  const wanted = typed.trim();
  for (const alike of [same, lower, folded]) {
    const found = contacts.filter((contact) => alike(contact) === alike(wanted));
    const [only, second] = new Set(found);
    if (found.length) return second === undefined ? only : undefined;
  }
  return undefined;
}

const NO_MATCH = 5;

function rank(contact: string, wanted: string): number {
  for (const [place, alike] of [same, lower, folded].entries()) {
    if (alike(contact) === alike(wanted)) return place;
  }
  const [name, part] = [folded(contact), folded(wanted)];
  const word = ` ${name.replaceAll("-", " ")}`.includes(
    ` ${part.replaceAll("-", " ")}`,
  );
  if (word) return 3;
  return name.includes(part) ? 4 : NO_MATCH;
}

const same = (text: string) => text.trim();
const lower = (text: string) => same(text).toLowerCase();
const folded = (text: string) =>
  lower(text)
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
