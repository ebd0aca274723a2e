/** Numbers in a page's text that the policy in force decides. */

import { lang } from "./words.js";

const number = new Intl.NumberFormat(lang);

/** `data-rule="resolve_days.complaint"` says which of the policy. */
export function fillIn(policy) {
  for (const node of document.querySelectorAll("[data-rule]")) node.textContent = number.format(node.dataset.rule.split(".").reduce((part, name) => part[name], policy));
}
