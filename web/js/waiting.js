/** Files that wait on this device until they have been sent, so that neither a reload nor the way from form to receipt loses them. */

const KEPT_MS = 30 * 24 * 3_600_000;

/** The files of a draft or, once it is filed, of its complaint: `code` is the id of the one or the code of the other. */
export async function filesOf(code) {
  const files = await run("readonly", (store) => store.getAll());
  return files.filter((file) => file.code === code).sort((one, other) => one.at - other.at);
}

export const keepFile = (file, code) => run("readwrite", (store) => store.put({ ...file, code, at: file.at ?? Date.now() }));
export const forgetFile = (id) => run("readwrite", (store) => store.delete(id));

/** The draft was filed: its files now wait for its complaint. What everybody was to see they do only of what was filed by name and publicly. */
export async function handOver(draft, code, shows) {
  for (const file of await filesOf(draft)) await keepFile({ ...file, public: Boolean(file.public && shows) }, code);
}

export async function forgetFilesOf(code) {
  for (const file of await filesOf(code)) await forgetFile(file.id);
}

/** Nobody will come back for files that are a month old. */
export async function forgetOldFiles() {
  const files = await run("readonly", (store) => store.getAll());
  for (const file of files) if (file.at < Date.now() - KEPT_MS) await forgetFile(file.id);
}

async function run(mode, use) {
  const database = await settled(opened());
  try {
    return await settled(use(database.transaction("files", mode).objectStore("files")));
  } finally {
    database.close();
  }
}

function opened() {
  const request = indexedDB.open("tanggap", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
  return request;
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
