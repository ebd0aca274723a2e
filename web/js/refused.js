/** What the server refused in a form of several steps: each step says it again when it is shown, until the answer is another one. */

import { fieldFor, valueOf } from "./errors.js";

let refused = [];

/** The steps in which something is wrong, in their order. */
export function keepRefused(form, errors) {
  refused = errors.map((error) => ({ error, field: fieldFor(form, error.pointer ?? "") })).filter(({ field }) => field);
  for (const one of refused) one.value = valueOf(one.field);
  const steps = [...form.querySelectorAll("[data-step]")].filter((step) => refused.some(({ field }) => step.contains(field)));
  return steps.map(({ id }) => id);
}

export const stillRefused = (step) => refused.filter(({ field, value }) => step.contains(field) && valueOf(field) === value).map(({ error }) => error);
