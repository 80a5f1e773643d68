/** One picture of a live camera. Times are UTC epoch ms of the server's clock. */
export type LivePicture = { cameraId: number; atMs: number; sentMs: number; jpeg: Uint8Array<ArrayBuffer> };

type Head = { camera_id?: number; at_ms?: number; sent_ms: number; bytes: number };

const NEWLINE = 10;

/**
 * Takes the answer of /api/live/pictures apart: again and again a line of JSON, and as many bytes of JPEG as it says.
 * Pieces of the answer end anywhere.
 */
export class PictureReader {
  private rest = new Uint8Array(0);
  private head: Head | null = null;

  /** The pictures that are whole with this piece. `onSign` is told when the server sent each line. */
  push(piece: Uint8Array, onSign: (sentMs: number) => void = () => {}): LivePicture[] {
    const joined = new Uint8Array(this.rest.length + piece.length);
    joined.set(this.rest);
    joined.set(piece, this.rest.length);
    const found: LivePicture[] = [];
    let at = 0;
    for (;;) {
      if (this.head === null) {
        const end = joined.indexOf(NEWLINE, at);
        if (end < 0) break;
        this.head = JSON.parse(new TextDecoder().decode(joined.subarray(at, end))) as Head;
        onSign(this.head.sent_ms);
        at = end + 1;
      }
      const { camera_id: cameraId, at_ms: atMs, sent_ms: sentMs, bytes } = this.head;
      if (joined.length - at < bytes) break;
      if (cameraId !== undefined && atMs !== undefined) found.push({ cameraId, atMs, sentMs, jpeg: joined.slice(at, at + bytes) });
      at += bytes;
      this.head = null;
    }
    this.rest = joined.slice(at);
    return found;
  }
}
