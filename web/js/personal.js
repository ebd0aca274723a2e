/** What should not stand in a text that everybody can read, or that must not lead to its writer. The same rules as `chalicelib/domain/personal.py`; looked for on the device. */

const REGIONS = "A[ABDEG]?|B[ABDEGHKLMNP]?|D[ABCDEGHKLMNPRTW]?|E[ABD]?|F|G|H|K[BHTU]?|L|M|N|P[ABGSTY]?|R|S|T|W|Z";
const SMALL = "a[abdeg]|b[abdeghklmnp]?|d[abcdeghklmnprtw]?|e[abd]|k[bhtu]|p[abgsty]";

/** By kind, in the order in which they are looked for: what one has found is not looked at by the next. */
export const RULES = {
  email: String.raw`(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`,
  identity_number: String.raw`(?<![0-9])(?:[0-9](?:[ .-]?[0-9]){15}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]-[0-9]{3}\.[0-9]{3})(?![0-9])`,
  phone: String.raw`(?<![0-9+])(?:(?:\+?62|0)[ .()\u00a0\u2010-\u2014-]{0,3}[2-9](?:[ .()\u00a0\u2010-\u2014-]{0,3}[0-9]){7,11}|\+[1-9](?:[ .()\u00a0\u2010-\u2014-]{0,3}[0-9]){7,13})(?![0-9])`,
  plate: String.raw`(?<![A-Za-z0-9])(?:(?:${REGIONS})[ .-]?[1-9][0-9]{1,3}[ .-]?[A-Z]{1,3}|(?:${SMALL})[ .-]?[1-9][0-9]{2,3}[ .-]?[a-z]{2,3})(?![A-Za-z0-9])`,
};

/** What has the digits of one of them and is none: it is left out before all but addresses are looked for. */
const HARMLESS = {
  date: String.raw`(?<![0-9])(?<![0-9][./-])(?:[0-3]?[0-9]([ ./-])[01]?[0-9]\1(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9])(?![0-9]|[./-][0-9])`,
  time: String.raw`(?<![0-9])(?<![0-9][.:])[0-2]?[0-9](?:[.:][0-5][0-9]){1,2}(?![0-9]|[.:][0-9])`,
  money: String.raw`(?<![A-Za-z])[Rr][Pp][. ]{0,2}[0-9]+(?:[.,][0-9]+)*|(?<![0-9])(?<![0-9][.,])[0-9]+(?:[.,][0-9]+)* ?(?:[Rr]upiah|ribu|juta|mil[iy]ar|triliun)(?![A-Za-z])`,
  house: String.raw`(?<![A-Za-z])(?:[Bb]lok|BLOK|[Kk]av(?:ling|\.)?|[Gg]ang|[Gg]g\.|[Uu]nit) ?[A-Z]{1,2}[ ./-]?[0-9]{1,3}(?:[ ./-]?[A-Z])?(?![A-Za-z0-9])`,
};

/** Whether a text is looked at: one that everybody will read, and one whose writer wants to stay unknown. */
export const concerns = ({ visibility, identity }) => visibility === "public" || identity === "none";

/** Browsers before 2023 may know no look-behind: nothing is pointed out there, and nothing else fails. */
function compiled(rule) {
  try {
    return new RegExp(rule, "g");
  } catch {
    return /(?!)/g;
  }
}

/** Everything that was found, `{kind, start, end}`, in the order of the text. */
export function find(text) {
  const found = [];
  const plain = Object.values(HARMLESS).reduce((left, rule) => left.replace(compiled(rule), (match) => ",".repeat(match.length)), text);
  for (const [kind, rule] of Object.entries(RULES)) {
    const matches = [...(kind === "email" ? text : plain).matchAll(compiled(rule))].map((match) => ({ kind, start: match.index, end: match.index + match[0].length }));
    found.push(...matches.filter((one) => found.every((other) => one.end <= other.start || other.end <= one.start)));
  }
  return found.sort((one, other) => one.start - other.start);
}

/** The text with a dot for each letter and digit of what was found: as long as before. */
export function mask(text) {
  const ends = [0, ...find(text).flatMap(({ start, end }) => [start, end]), text.length];
  return ends
    .slice(1)
    .map((end, number) => text.slice(ends[number], end))
    .map((piece, number) => (number % 2 ? piece.replace(/[A-Za-z0-9]/g, "•") : piece))
    .join("");
}
