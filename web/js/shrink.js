/** Files made ready to send: photos redrawn as JPEG of at most 2048 pixels, which also drops their position data; PDF, MP4, and HEIC that this browser cannot show, as they are. */

const LONGEST = 2048;
const QUALITY = 0.82;
const MEGABYTE = 1024 * 1024;
const LIMITS = { "application/pdf": "document_megabytes", "video/mp4": "video_megabytes" };
const AS_THEY_ARE = new Set(["application/pdf", "video/mp4"]);

/** `{id, name, type, size, blob}`; `most` are the limits of the policy; throws an `Error` whose message is a key of the words. */
export async function prepare(file, most) {
  const blob = AS_THEY_ARE.has(file.type) ? file : await redrawn(file).catch((error) => (isHeic(file) ? file : Promise.reject(error)));
  const type = blob === file && isHeic(file) ? "image/heic" : blob.type;
  if (blob.size > most[LIMITS[type] ?? "picture_megabytes"] * MEGABYTE) throw new Error("file.too-big");
  if (blob.size === 0) throw new Error("file.empty");
  const name = blob === file ? file.name : `${file.name.replace(/\.\w{1,5}$/, "")}.jpg`;
  return { id: `${Date.now()}-${Math.random()}`, name: name.slice(-100), type, size: blob.size, blob };
}

/** Some browsers show pictures, HEIC among them, that they make no bitmap of. */
async function shown(file) {
  const address = URL.createObjectURL(file);
  const picture = Object.assign(new Image(), { src: address });
  try {
    await picture.decode();
    return picture;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Few systems know the type of an iPhone's photo. */
const isHeic = ({ name, type }) => type === "image/heic" || (type === "" && /\.heic$/i.test(name));

async function redrawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" })
    .catch(() => shown(file))
    .catch(() => {
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
