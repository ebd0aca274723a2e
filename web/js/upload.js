/** One file to the bucket by its presigned form. The only module that uses XMLHttpRequest, because `fetch` tells no progress. */

const STALLED_MS = 60_000;

/** Send it; after a failure once more by itself. `progress` gets 0 to 1. */
export async function upload({ url, fields }, blob, progress) {
  try {
    await post(url, fields, blob, progress);
  } catch {
    progress(0);
    await post(url, fields, blob, progress);
  }
}

function post(url, fields, blob, progress) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", blob); // the bucket ignores what comes after the file
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const alive = watch(() => request.abort());
    request.upload.onprogress = (event) => {
      alive();
      if (event.lengthComputable) progress(event.loaded / event.total);
    };
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : reject(new Error(`the bucket answered ${request.status}`)));
    request.onerror = request.onabort = () => reject(new Error("the line broke"));
    request.onloadend = () => alive(false);
    request.open("POST", url);
    request.send(form);
  });
}

/** Gives up on a line on which nothing moves any more; the returned function says that something did, or with false that it is over. */
function watch(giveUp) {
  let timer = setTimeout(giveUp, STALLED_MS);
  return (more = true) => {
    clearTimeout(timer);
    if (more) timer = setTimeout(giveUp, STALLED_MS);
  };
}
