/** Sharp enough for the codes of a label that fills a third of the picture, and a few hundred KB instead of several MB. */
const LONGEST_SIDE = 2400;
const WORTH_BYTES = 1024 * 1024;
/** What a phone may be asked to unpack; beyond it the server says what is wrong. */
const LARGEST_BYTES = 50 * 1024 * 1024;
const MOST_PIXELS = 120_000_000;

/** The photo as a smaller JPG, for slow lines; null where that brings nothing or this browser cannot open it. */
export async function smallerPhoto(file: Blob): Promise<Blob | null> {
  if (file.size < WORTH_BYTES || file.size > LARGEST_BYTES) return null;
  const address = URL.createObjectURL(file);
  try {
    const picture = await opened(address);
    const { naturalWidth: width, naturalHeight: height } = picture;
    const share = LONGEST_SIDE / Math.max(width, height);
    if (width * height > MOST_PIXELS || share >= 1) return null;
    const smaller = await drawn(picture, Math.round(width * share), Math.round(height * share));
    return smaller && smaller.size < file.size ? smaller : null;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Only its head is read here: the browser unpacks a picture when it is drawn. */
function opened(address: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const picture = new Image();
    picture.onload = () => done(picture);
    picture.onerror = failed;
    picture.src = address;
  });
}

function drawn(picture: HTMLImageElement, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  // What is transparent would become black.
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
}
