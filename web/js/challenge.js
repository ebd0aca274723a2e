/** Solving ALTCHA's challenge in a worker: no puzzle, nothing to see or to click, and the page stays usable. */

import { ApiError, challenge as challengeFor } from "./api.js";

const TOLD_EVERY_MS = 10_000;
const PATIENCE_MS = 300_000;

/** What `attempt(proof)` answers: without a proof, which most are never asked for, or with one that is made for this key, and to support the complaint with this code. */
export async function withProof(key, attempt, said, code) {
  try {
    return await attempt();
  } catch (error) {
    if (error.code !== "challenge-required") throw error;
    return attempt(await proofFor(await challengeFor(key, code), said));
  }
}

/** The solved challenge as the API takes it; `said` is told at the start, and every ten seconds, how many have passed. */
async function proofFor(challenge, said) {
  const worker = startWorker();
  const began = Date.now();
  const telling = setInterval(() => said(Math.round((Date.now() - began) / 1000)), TOLD_EVERY_MS);
  said(0);
  try {
    return btoa(JSON.stringify({ challenge, solution: await solved(worker, challenge) }));
  } finally {
    clearInterval(telling);
    worker.terminate();
  }
}

/** A browser offers SubtleCrypto only to pages that came over a safe line. */
function startWorker() {
  if (!globalThis.Worker || !globalThis.crypto?.subtle) throw unable();
  return new Worker("/js/solve.js");
}

function solved(worker, { parameters }) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(unable()), PATIENCE_MS);
    worker.addEventListener("error", () => reject(unable()));
    worker.addEventListener("message", ({ data }) => resolve(data));
    worker.postMessage(parameters);
  });
}

const unable = () => new ApiError({ code: "challenge-unsolved" });
