/** A text field that offers matching items: type, choose by arrow keys and Enter or by touch. Follows the ARIA combobox pattern. */

import { byId, el } from "./dom.js";
import { word } from "./words.js";

const MOST = 40;

export class Combobox {
  /** `load` gets the items, each with `code` and `label`; `changed` is told when another item is chosen or none is. */
  constructor({ input, hidden, list, status, load, changed }) {
    Object.assign(this, { input, hidden, list, status, load, changed, items: null, shown: [], at: -1 });
    input.addEventListener("input", () => this.typed());
    input.addEventListener("focus", () => this.ready());
    input.addEventListener("keydown", (event) => this.pressed(event));
    input.addEventListener("click", () => this.open());
    input.addEventListener("blur", () => this.left());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.choose(this.shown[[...list.children].indexOf(event.target.closest("li"))]));
  }

  async ready() {
    try {
      this.loading ??= this.load();
      this.items = await this.loading;
      this.status.classList.add("seen-by-readers");
    } catch {
      this.loading = null;
      this.status.textContent = word("list.failed");
      this.status.classList.remove("seen-by-readers"); // nothing else tells why nothing is offered
    }
  }

  async typed() {
    this.set("");
    await this.ready();
    this.open();
  }

  open() {
    if (!this.items) return;
    this.shown = matching(this.items, this.input.value).slice(0, MOST);
    this.at = -1;
    this.list.replaceChildren(...this.shown.map((item, index) => el("li", { role: "option", id: `${this.list.id}-${index}`, "aria-selected": "false" }, item.label)));
    this.status.textContent = word("list.count", { count: this.shown.length });
    this.expand(this.shown.length > 0);
  }

  expand(yes) {
    this.list.hidden = !yes;
    this.input.setAttribute("aria-expanded", String(yes));
    if (!yes) this.input.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    const open = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (open) this.move(step);
      else this.open();
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      this.choose(this.shown[Math.max(this.at, 0)]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.expand(false);
    }
  }

  move(step) {
    this.list.children[this.at]?.setAttribute("aria-selected", "false");
    this.at = (this.at + step + this.shown.length) % this.shown.length;
    const option = this.list.children[this.at];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(item) {
    if (!item) return;
    this.input.value = item.label;
    this.set(item.code);
    this.expand(false);
    this.status.textContent = word("list.chosen", { label: item.label });
  }

  /** Typed in full is as good as chosen. */
  left() {
    const typed = fold(this.input.value);
    const exact = this.items?.filter((item) => fold(item.label) === typed || fold(item.name) === typed) ?? [];
    if (!this.hidden.value && exact.length === 1) this.choose(exact[0]);
    this.expand(false);
  }

  set(code) {
    if (this.hidden.value === code) return;
    this.hidden.value = code;
    this.changed(code);
  }
}

const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/[^a-z0-9 ]/g, "").trim();

/** Every typed word must begin a word of the label; those whose name begins with what was typed come first. */
function matching(items, typed) {
  const words = fold(typed).split(" ").filter(Boolean);
  const found = items.filter((item) => words.every((one) => ` ${fold(item.label)}`.includes(` ${one}`)));
  const rank = (item) => (fold(item.name.replace(/^(Kabupaten|Kota) /, "")).startsWith(words[0] ?? "") ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

export const comboboxAt = (name, rest) =>
  new Combobox({ input: byId(`${name}_name`), hidden: byId(name), list: byId(`${name}-options`), status: byId(`${name}-status`), ...rest });
