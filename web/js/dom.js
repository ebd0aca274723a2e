/** Finding and building nodes. Data becomes text, never markup. */

export const byId = (id) => document.getElementById(id);

/** An element; an attribute that is a function listens to the event of that name, `true` is an empty attribute, `false` and `null` are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...present(children));
  return node;
}

export function fill(id, ...children) {
  byId(id).replaceChildren(...present(children));
}

/** Children may be made on a condition: what is false or null is left out. */
const present = (children) => children.filter((child) => child !== null && child !== undefined && child !== false);

/** Show what is true, hide what is not. */
export function show(id, yes = true) {
  byId(id).hidden = !yes;
}

/** A button that does something; while it is doing it, further clicks are ignored. */
export function button(text, look, act) {
  const node = el("button", { type: "button", class: `button ${look}` }, text);
  node.addEventListener("click", once(act, node));
  return node;
}

/** The button with this id does something. */
export function onClick(id, act) {
  const node = byId(id);
  node.addEventListener("click", once(act, node));
}

/** Run `act` on submit, once at a time: a double click sends once, and the button is never disabled. */
export function onSubmit(form, act) {
  const run = once(act, form.querySelector("button:not([type])"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
}

function once(act, node) {
  let running = false;
  return async () => {
    if (running) return;
    running = true;
    node.classList.add("busy");
    try {
      await act();
    } finally {
      running = false;
      node.classList.remove("busy");
    }
  };
}
