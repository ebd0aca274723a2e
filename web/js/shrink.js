/** Files made ready to send: photos redrawn as JPEG of at most 2048 pixels, which also drops their position data; PDF as it is. */

const LONGEST = 2048;
const QUALITY = 0.82;
const LARGEST = 10 * 1024 * 1024;

/** `{id, name, type, size, blob}`; throws an `Error` whose message is a key of the words. */
export async function prepare(file) {
  const blob = file.type === "application/pdf" ? file : await redrawn(file);
  if (blob.size > LARGEST) throw new Error("file.too-big");
  if (blob.size === 0) throw new Error("file.empty");
  const name = blob === file ? file.name : `${file.name.replace(/\.\w{1,5}$/, "")}.jpg`;
  return { id: `${Date.now()}-${Math.random()}`, name: name.slice(-100), type: blob.type, size: blob.size, blob };
}

async function redrawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => {
    throw new Error(file.type.startsWith("image/") ? "file.unreadable" : "file.wrong-type");
  });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white"; // JPEG knows no transparency
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
