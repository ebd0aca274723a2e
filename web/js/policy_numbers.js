/** Numbers in a page's text that the policy in force decides. */

import { lang } from "./words.js";

const number = new Intl.NumberFormat(lang === "en" ? "en-GB" : "id-ID");

/** `data-rule="resolve_days.complaint"` says which number of the policy stands there. */
export function fillIn(policy) {
  for (const node of document.querySelectorAll("[data-rule]")) {
    const value = node.dataset.rule.split(".").reduce((part, name) => part[name], policy);
    node.textContent = number.format(value);
  }
}
