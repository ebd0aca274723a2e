/** The map of tiles with a pin, only where the operator has set their address. */

import { INDONESIA, leafletAt } from "./tiles.js";
import { word } from "./words.js";

const STEP = 10;
const NEAR = 16;

/** `picked` gets latitude and longitude. */
export async function pinMap(place, credit, picked, site) {
  const { L, map } = await leafletAt(place, site);
  const icon = L.divIcon({ className: "pin", iconSize: [28, 28] });
  const marker = L.marker(map.getCenter(), { icon, draggable: true, keyboard: false, alt: word("pin.map") });
  const pin = (at) => {
    marker.setLatLng(at).addTo(map);
    if (!map.getBounds().contains(at)) map.panTo(at);
    picked(at.lat, at.lng);
  };
  map.on("click", ({ latlng }) => pin(latlng));
  marker.on("dragend", () => pin(marker.getLatLng()));
  return {
    move(across, down) {
      const from = map.hasLayer(marker) ? marker.getLatLng() : map.getCenter();
      pin(map.unproject(map.project(from).add([across * STEP, down * STEP])));
    },
    zoom: (by) => (map.hasLayer(marker) ? map.setZoomAround(marker.getLatLng(), map.getZoom() + by) : map.setZoom(map.getZoom() + by)),
    look({ lat, lon }) {
      map.invalidateSize();
      if (!lat && !lon) return map.fitBounds(INDONESIA);
      marker.setLatLng([lat, lon]).addTo(map);
      return map.setView([lat, lon], Math.max(map.getZoom(), NEAR));
    },
  };
}
