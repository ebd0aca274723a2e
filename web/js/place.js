/** The position of the device, when asked for. */

import { byId, show } from "./dom.js";
import { word } from "./words.js";

/** `changed` is told when a position was found or removed. */
export function offerPosition(changed) {
  const put = (lat, lon) => {
    byId("lat").value = lat;
    byId("lon").value = lon;
    showPosition();
    changed();
  };
  byId("locate").addEventListener("click", () => find(put));
  byId("locate-clear").addEventListener("click", () => {
    put("", "");
    byId("locate").focus();
  });
}

function find(put) {
  const failed = () => (byId("locate-status").textContent = word("place.failed"));
  if (!navigator.geolocation) return failed();
  byId("locate-status").textContent = word("place.searching");
  const found = ({ coords }) => put(coords.latitude.toFixed(5), coords.longitude.toFixed(5));
  navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: 20_000, maximumAge: 60_000 });
}

export function showPosition() {
  const [lat, lon] = [byId("lat").value, byId("lon").value];
  show("locate-clear", Boolean(lat));
  byId("locate-status").textContent = lat ? word("place.found", { lat, lon }) : "";
}
