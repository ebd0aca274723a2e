/** Codes and secrets as people type them. The last character is a check, so a slip is found before anybody is asked. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTWXYZ";
const CODE_LENGTH = 12;

/** Capitals without hyphens and spaces; letters that look like digits are read as digits. */
export function tidy(text) {
  return text.toUpperCase().replace(/[-\s]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
}

/** The code in groups of four, or null when it is mistyped. */
export function codeFrom(text) {
  const symbols = tidy(text);
  const values = [...symbols].map((symbol) => ALPHABET.indexOf(symbol));
  if (values.length !== CODE_LENGTH || values.includes(-1) || !isChecked(values)) return null;
  return symbols.match(/.{4}/g).join("-");
}

function isChecked(values) {
  const last = values.length - 1;
  const total = values.slice(0, last).reduce((sum, value, index) => sum + (index + 1) * value, 0);
  return (total + values[last]) % ALPHABET.length === 0;
}
