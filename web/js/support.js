/** Support: a button that stands behind a complaint, once a device, and a field to follow it by e-mail. */

import * as api from "./api.js";
import { withProof } from "./challenge.js";
import { button, el } from "./dom.js";
import { refusalText } from "./errors.js";
import { word } from "./words.js";

const DEVICE = "tanggap.device";
const SUPPORTED = "tanggap.supported";
const OVER = new Set(["closed", "withdrawn", "archived", "linked"]);

/** How many support it and, while somebody works on it, the button; `complaint` needs code, title, status and supporters. */
export function supportOf(complaint) {
  const node = el("div", { class: "support" });
  draw(node, complaint, {});
  return node;
}

/** `told` is what just happened; the focus stays where the reader was. */
function draw(node, complaint, { told = "", following = false, focus = false }) {
  const mine = supported().includes(complaint.code);
  // The list may be a minute old: whoever supports it is among those who do.
  const count = el("p", { class: "count" }, counted(Math.max(complaint.supporters, mine ? 1 : 0)));
  const status = el("p", { class: "small", role: "status" });
  if (OVER.has(complaint.status)) return node.replaceChildren(count);
  const act = mine ? () => withdraw(node, complaint, status) : () => send(node, complaint, status);
  const press = button(word(mine ? "support.undo" : "support.do"), "second small no-print", act);
  press.setAttribute("aria-label", `${press.textContent}: ${complaint.title}`);
  node.replaceChildren(count, press, status, ...(mine && !following && told ? [follow(node, complaint, status)] : []));
  if (focus) press.focus();
  // A status is announced when it changes, not when it comes with its text.
  requestAnimationFrame(() => (status.textContent = told));
}

const counted = (count) => (count ? word(count === 1 ? "support.one" : "support.some", { count }) : word("support.none"));

function follow(node, complaint, status) {
  const id = `follow-${complaint.code}`;
  const input = el("input", { type: "email", id, autocomplete: "email", spellcheck: "false" });
  const ask = button(word("support.follow"), "second small", () => {
    if (!input.value.trim() || !input.validity.valid) return (status.textContent = word("support.bad-email"));
    return send(node, complaint, status, input.value.trim());
  });
  // The list may stand in a form that sends a complaint of its own: Enter asks for news, and sends nothing else.
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    ask.click();
  });
  return el("div", { class: "follow no-print" }, el("label", { for: id }, word("support.email")), el("div", { class: "buttons" }, input, ask));
}

async function send(node, complaint, status, email) {
  await attempt(status, async () => {
    const said = (seconds) => (status.textContent = word(seconds ? "send.working-still" : "send.working", { seconds }));
    const { supporters, following, unconfirmed } = await withProof(device(), (proof) => api.support(complaint.code, device(), email, proof), said, complaint.code);
    remember([...supported(), complaint.code]);
    draw(node, { ...complaint, supporters }, { told: word(following ? "support.following" : unconfirmed ? "support.unconfirmed" : "support.done"), following: following || unconfirmed, focus: true });
    node.dispatchEvent(new CustomEvent("supported", { bubbles: true, detail: true }));
  });
}

async function withdraw(node, complaint, status) {
  await attempt(status, async () => {
    const { supporters } = await api.withdrawSupport(complaint.code, device());
    remember(supported().filter((code) => code !== complaint.code));
    draw(node, { ...complaint, supporters }, { told: word("support.undone"), focus: true });
    node.dispatchEvent(new CustomEvent("supported", { bubbles: true, detail: false }));
  });
}

async function attempt(status, act) {
  try {
    await act();
  } catch (error) {
    status.textContent = error.rule === "support.client" ? word("support.often") : refusalText(error);
  }
}

/** A random text that stands for this device, and says nothing about it. */
function device() {
  const known = read(DEVICE);
  if (known) return known;
  const fresh = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  keep(DEVICE, fresh);
  return fresh;
}

const supported = () => read(SUPPORTED)?.split(" ") ?? [];
const remember = (codes) => keep(SUPPORTED, [...new Set(codes)].join(" "));

function read(place) {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

/** Where nothing can be kept, a support counts all the same; it cannot be taken back then. */
function keep(place, text) {
  try {
    localStorage.setItem(place, text);
  } catch {
    sessionStorage?.removeItem(place);
  }
}
