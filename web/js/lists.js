/** Lists that seldom change, with the last copy on this device for when there is no line. */

const PREFIX = "tanggap.list.";

/** What `load` brings, or without a line what it brought last. */
export async function kept(name, load) {
  try {
    const items = await load();
    keep(name, items);
    return items;
  } catch (error) {
    const copy = error.code === "network" && last(name);
    if (copy) return copy;
    throw error;
  }
}

function keep(name, items) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(items));
  } catch {
    // Not kept: then there is no copy without a line.
  }
}

function last(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name));
  } catch {
    return null;
  }
}
