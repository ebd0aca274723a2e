/** A complaint as it stands, on the tracking page. */

import * as api from "./api.js";
import { showAttachments } from "./attachments.js";
import { now } from "./clock.js";
import { day, instant } from "./dates.js";
import { showDeadlines } from "./deadlines.js";
import { button, byId, el, fill, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { supportOf } from "./support.js";
import { showTimeline } from "./timeline.js";
import { lang, word, wordOr } from "./words.js";

const LOOKS = { closed: "done", withdrawn: "done", on_hold: "waits" };
const PAUSED = new Set(["on_hold", "linked"]);

/** `secret` is empty in the public view. */
export function showCase(view, secret) {
  const zone = view.deadlines[0]?.zone;
  showStatus(view, secret);
  byId("case-as-of").textContent = word("case.as-of", { at: instant(now(), zone) });
  showDeadlines(view.deadlines, view.overdue);
  showTimeline(view, secret, zone);
  showFacts(view, zone);
  showAttachments(view, secret);
  show("case");
}

function showStatus(view, secret) {
  const yours = Boolean(secret);
  byId("case-status").className = `card status ${view.overdue ? "late" : (LOOKS[view.status] ?? "")}`;
  byId("case-code").textContent = view.code;
  byId("case-heading").textContent = wordOr(`status.${view.status}`, view.status);
  byId("case-explained").textContent = wordOr(`status.${view.status}.${yours ? "you" : "all"}`, "");
  showLead(view.lead);
  fill("case-mail", ...(view.mail ?? []).map(({ why }) => mailLine(why, view.code, secret)));
  fill("case-support", !yours && view.title && supportOf(view));
  show("paused", PAUSED.has(view.status));
  byId("handled-by").textContent = word("handled-by", { agency: view.agency.name });
  const told = toldText(view);
  fill("case-told", told);
  show("case-told", Boolean(told));
  fill("case-tags", ...tagsOf(view).map(([look, text]) => el("span", { class: `tag ${look}` }, text)));
}

/** Why mail does not come; whoever ended it can have it again. */
function mailLine(why, code, secret) {
  const text = el("p", { role: "status", tabindex: "-1" }, wordOr(`mail.${why}`, ""));
  const line = el("div", { class: "note care" }, text);
  if (why !== "unsubscribed") return line;
  const again = button(word("mail.again"), "second small no-print", async () => {
    try {
      await api.resumeNotices(code, secret);
      text.textContent = word("mail.resumed");
      again.remove();
      text.focus(); // the button that had it is gone
    } catch (error) {
      text.textContent = refusalText(error);
    }
  });
  line.append(el("p", { class: "buttons" }, again));
  return line;
}

/** The complaint that this one is linked to, on this same page. */
function showLead(code) {
  show("case-lead", Boolean(code));
  byId("lead-link").href = `#${code}`;
  byId("lead-code").textContent = code;
}

function tagsOf(view) {
  const running = view.deadlines.find((deadline) => deadline.running);
  return [
    running && !view.overdue && ["", word(running.clock === "hold" ? "tag.hold" : "tag.due", { due: day(running.due) })],
    view.overdue && ["bad", word("tag.overdue", { due: running ? day(running.due) : "" })],
    view.level > 0 && ["bad", word("tag.level", view)],
    view.outcome && [view.outcome === "resolved" ? "good" : "", wordOr(`outcome.${view.outcome}`, view.outcome)],
    view.rating && ["good", word("tag.rating", view)],
    view.disputes > 0 && ["", word("tag.disputes", { count: view.disputes })],
  ].filter(Boolean);
}

/** Who has been told that the present deadline was missed. */
function toldText({ deadlines, timeline }) {
  const running = deadlines.find((deadline) => deadline.running);
  const missed = timeline.filter(({ action, data = {} }) => action === "escalate" && data.clock === running?.clock && data.due === running.due);
  const roles = missed.flatMap(({ data }) => data.told ?? []).map((role) => wordOr(`role.${role}`, role));
  return roles.length > 0 && word("event.told", { roles: [...new Set(roles)].join(", ") });
}

function showFacts(view, zone) {
  show("not-shown", !view.title);
  show("redacted", Boolean(view.redacted && view.title));
  const category = lang === "en" && view.category.name_en ? view.category.name_en : view.category.name;
  const facts = [
    ["title", view.title],
    ["body", view.body],
    ["type", wordOr(`type.${view.type}`, view.type)],
    ["category", category],
    ["region", view.region.name],
    ["place", view.place],
    ["location", view.location && `${view.location.lat}, ${view.location.lon}`],
    ["occurred_on", view.occurred_on && day(view.occurred_on)],
    ["agency", view.agency.name],
    ["visibility", wordOr(`visibility.${view.visibility}`, view.visibility)],
    ["identity", wordOr(`identity.${view.identity}`, view.identity)],
    ["received_at", instant(view.received_at, zone)],
    ["closed_at", view.closed_at && instant(view.closed_at, zone)],
  ];
  fill("facts", ...facts.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, word(`asked/${name}`)), el("dd", { dir: "auto" }, value))));
}
