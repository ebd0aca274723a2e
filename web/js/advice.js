/** Writing help: what is missing in a text for somebody to act on it. It advises while one writes, and never stands in the way. */

import { byId, el, fill, show } from "./dom.js";
import { word } from "./words.js";

const MONTHS = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|january|february|march|may|june|july|august|october|december";
/** How a text that says it may look, in either language. A heuristic: it may be wrong both ways. */
const SAID = {
  where: /\b(jl|jln|jalan|gang|gg|rt|rw|desa|kelurahan|kecamatan|kampung|dusun|kantor|puskesmas|sekolah|sdn?|smpn?|sman?|rumah sakit|rsud|pasar|terminal|stasiun|simpang|depan|seberang|dekat|sebelah|street|road|office|school|hospital|market|station|in front of|near|next to|across|village|district)\b/i,
  when: new RegExp(`\\b(sejak|kemarin|tadi|hari ini|minggu|bulan|tahun|tanggal|pukul|jam|setiap|selama|sudah|since|yesterday|today|week|month|year|for|every|ago|${MONTHS}|\\d{1,2}[/.-]\\d{1,2})\\b`, "i"),
  who: /\b(warga|anak|siswa|pasien|pedagang|penumpang|pengguna|ibu|lansia|keluarga|kami|saya|orang|masyarakat|residents?|child|children|pupils?|patients?|people|we|i|my|our|family|users?|traders?|passengers?)\b/i,
  hope: /\b(mohon|tolong|harap|berharap|minta|semoga|sebaiknya|ingin|perlu|seharusnya|usul|please|hope|ask|want|would like|should|need|wish|suggest|propose)\b/i,
};
const ASKED = { complaint: ["where", "when", "who", "hope"], aspiration: ["where", "who", "hope"], information: [] };
const ENOUGH = 15;

let told = "";

/** What a complaint of this type should say and does not. A place in its own field counts, and so does a date. */
export function missing({ type, title = "", body = "", place = "", lat = "", occurred_on = "" }) {
  const text = `${title} ${body}`;
  const elsewhere = { where: place || lat, when: occurred_on };
  return (ASKED[type] ?? ASKED.complaint).filter((part) => !SAID[part].test(text) && !elsewhere[part]);
}

/** The list under the text; what changes is read out once the writing pauses. */
export function showAdvice(form) {
  const values = Object.fromEntries(new FormData(form));
  const left = new Set(missing(values));
  const parts = ASKED[values.type] ?? ASKED.complaint;
  show("advice", parts.length > 0 && values.body.trim().length >= ENOUGH);
  fill("advice-list", ...parts.map((part) => line(part, !left.has(part))));
  const text = left.size ? word("advice.missing", { parts: named([...left]) }) : word("advice.complete");
  if (text !== told) setTimeout(() => (byId("advice-status").textContent = text), 1500);
  told = text;
}

export const named = (parts) => parts.map((part) => word(`advice.${part}`)).join(", ");

const line = (part, there) => el("li", { class: there ? "there" : "" }, word(`advice.${part}`), el("span", { class: "small quiet" }, ` ${word(there ? "advice.there" : "advice.not-there")}`));
