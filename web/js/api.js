/** The API, by name. The only module that calls `fetch`; what the API refuses is thrown as `ApiError`. */

import { heard } from "./clock.js";

const PATIENCE_MS = 30_000;

export class ApiError extends Error {
  constructor({ code, detail = "", errors = [], status = 0, rule = "" }) {
    super(detail || code);
    Object.assign(this, { code, detail, errors, status, rule });
  }
}

/** With `proof`, a solved challenge, where one was asked for. */
export const fileComplaint = (body, key, proof) => call("/complaints", { body, headers: { "Idempotency-Key": key, ...(proof ? { Altcha: proof } : {}) } });
export const challenge = (key, code) => call(`/challenge${code ? `?for=${code}` : ""}`, { headers: { "Idempotency-Key": key } });
export const policy = () => call("/policy");
export const complaint = (code, secret) => call(`/complaints/${code}`, { secret });
export const askForCodes = (email, lang) => call("/lost-receipts", { body: JSON.stringify({ email, lang }) });
/** The same key gets the codes again where the answer did not come; anybody else finds the link used. */
export const codesBehind = (token, key) => call("/lost-receipts/codes", { body: JSON.stringify({ token }), headers: { "Idempotency-Key": key } });
export const held = (code, secret) => call(`/complaints/${code}/data`, { secret });
export const act = (code, secret, action, body, headers) => call(`/complaints/${code}/${action}`, { secret, body: JSON.stringify(body), headers });
/** The same file gets the same one of the five places, however often it is asked for. */
export const uploadForm = (code, secret, { id, name, type, size, public: shown }) =>
  act(code, secret, "attachments", { name, type, size, ...(shown ? { public: true } : {}) }, { "Idempotency-Key": `file-${id.replaceAll(".", "-")}` });
export const showFile = (code, secret, number, shown) => act(code, secret, `attachments/${number}/show`, { public: shown });
export const attachmentLink = (code, secret, number) => call(`/complaints/${code}/attachments/${number}`, { secret });
export const published = (query) => call(`/complaints?${query}`);
export const similar = (query) => call(`/complaints${query}`);
export const provinces = () => call("/complaints/provinces");
export const support = (code, token, email, proof) =>
  act(code, "", "support", { token, lang: document.documentElement.lang, ...(email ? { email } : {}) }, proof ? { Altcha: proof } : {});
export const resumeNotices = (code, secret) => act(code, secret, "notices/resume", {});
export const confirmSupport = (code, token) => act(code, "", "support/confirm", { token });
export const withdrawSupport = (code, token) => act(code, "", "support/withdraw", { token });
export const deadline = (query) => call(`/deadline?${new URLSearchParams(query)}`);
export const calendar = (id) => call(`/calendars/${id}`);
export const scores = (asked) => call(`/scores?${new URLSearchParams(asked)}`);
export const history = (agency, length) => call(`/agencies/${encodeURIComponent(agency)}/scores?length=${length}`);
export const surveyOf = (agency, month) => call(`/agencies/${encodeURIComponent(agency)}/survey?month=${month}`);
export const closedPeriods = (year) => call(`/periods${year ? `?year=${year}` : ""}`);
export const commitments = (agency) => call(`/commitments?agency=${encodeURIComponent(agency)}`);
export const assessments = (agency) => call(`/assessments?agency=${encodeURIComponent(agency)}`);
export const statistics = (asked) => call(`/statistics?${new URLSearchParams(asked)}`);
export const outlines = () => file("/img/provinces.json");
/** What the operator has set for the pages. */
export const site = () => file("/site.json");
/** The token is from a mail; whatever else is in the address is part of it. */
export const stopNotices = (token) => call(`/notices/stop/${encodeURIComponent(token || "-")}`, { body: "{}" });
export const categories = () => all("/categories");
export const regions = () => all("/regions");
/** Only its name and kind are of use: the scores come along. */
export const agencyNamed = (id) => call(`/agencies/${encodeURIComponent(id)}/scores`);
export const agencies = (filter) => all(`/agencies?${new URLSearchParams(filter)}`);

async function all(path) {
  const { items, next } = await call(path);
  if (!next) return items;
  const address = path.replace(/[?&]cursor=[^&]*/, "");
  return [...items, ...(await all(`${address}${address.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next)}`))];
}

async function file(path) {
  const response = await fetch(path).catch(() => null);
  if (!response?.ok) throw new ApiError({ code: "network" });
  return response.json();
}

async function call(path, { body, secret, headers = {} } = {}) {
  const response = await send(path, {
    method: body === undefined ? "GET" : "POST",
    body,
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(secret ? { "Receipt-Secret": secret } : {}),
      ...headers,
    },
  });
  heard(response.headers);
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  throw refusal(response.status, answer ?? {});
}

async function send(path, options) {
  try {
    return await fetch(`/v1${path}`, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch {
    throw new ApiError({ code: "network" });
  }
}

/** A gateway in between may answer without a problem type: then the status decides. */
function refusal(status, { type = "", detail, errors, rule }) {
  const code = type.split("#")[1] ?? (status === 429 || status === 503 ? "busy" : "internal-error");
  return new ApiError({ code, detail, errors, status, rule });
}
