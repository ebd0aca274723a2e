/** The end of a notice leads here: `#stop=CODE/TOKEN` offers to stop supporting and following. */

import * as api from "./api.js";
import { byId, onSubmit, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { word } from "./words.js";

export function offerStop() {
  const [, code, token] = /^#stop=([0-9A-Za-z-]+)\/([\w-]+)$/.exec(location.hash) ?? [];
  show("stop", Boolean(code));
  if (!code) return;
  byId("stop-code").textContent = code;
  onSubmit(byId("stop"), async () => {
    try {
      await api.withdrawSupport(code, token);
      history.replaceState(null, "", location.pathname + location.search);
      byId("stop-status").textContent = word("support.undone");
      show("stop-button", false);
    } catch (error) {
      byId("stop-status").textContent = refusalText(error);
    }
  });
}
