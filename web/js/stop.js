/** Mails to supporters lead here: `#follow=CODE/TOKEN` asks whether to be told, `#stop=CODE/TOKEN` offers to stop supporting and following. */

import * as api from "./api.js";
import { byId, onSubmit, show } from "./dom.js";
import { refusalText } from "./errors.js";
import { word } from "./words.js";

export function offerStop() {
  offer("follow", async (code, token) => {
    const { following } = await api.confirmSupport(code, token);
    return word(following ? "support.following" : "support.late");
  });
  offer("stop", async (code, token) => {
    await api.withdrawSupport(code, token);
    return word("support.undone");
  });
}

function offer(name, act) {
  const [, code, token] = new RegExp(`^#${name}=([0-9A-Za-z-]+)/([\\w-]+)$`).exec(location.hash) ?? [];
  show(name, Boolean(code));
  if (!code) return;
  byId(`${name}-code`).textContent = code;
  onSubmit(byId(name), async () => {
    try {
      const done = await act(code, token);
      history.replaceState(null, "", location.pathname + location.search);
      byId(`${name}-status`).textContent = done;
      show(`${name}-button`, false);
    } catch (error) {
      byId(`${name}-status`).textContent = refusalText(error);
    }
  });
}
