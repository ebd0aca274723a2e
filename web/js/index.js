/** The front page: from a code to its tracking page, and the complaints kept on this device. */

import "./language.js";
import "./queue.js";
import { codeFrom } from "./codes.js";
import { byId, onSubmit } from "./dom.js";
import { clearErrors, showErrors } from "./errors.js";
import { showFigures } from "./home_figures.js";
import { showMine } from "./mine.js";
import { pageOf } from "./words.js";

const form = byId("find");

onSubmit(form, () => {
  clearErrors(form);
  const code = codeFrom(byId("code").value);
  if (!code) return showErrors(form, [{ pointer: "/code" }]);
  location.assign(`${pageOf("track")}#${code}`);
});
showMine();
showFigures();
