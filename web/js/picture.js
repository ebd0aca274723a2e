/** Small pictures of files: each address is asked for once, since it lives for minutes and a picture that was shown stays. */

import * as api from "./api.js";
import { el } from "./dom.js";

const small = new Map();

/** The picture takes the place of `instead` once it is there; where there is none, that stays. */
export async function showSmall(code, secret, number, instead, alt = "") {
  const key = `${code}/${number}`;
  if (!small.has(key)) small.set(key, api.attachmentLink(code, secret, number).then(({ thumbnail }) => thumbnail));
  const address = await small.get(key).catch(() => small.delete(key) && null);
  if (address) el("img", { src: address, alt, load: (event) => instead.replaceWith(event.target) });
}
