/** A picture enlarged within its frame: `scale` 1 shows all of it; `x` and `y` are its left and top, in frame sizes. */
export type Zoom = { scale: number; x: number; y: number };

export const unzoomed: Zoom = { scale: 1, x: 0, y: 0 };

const LARGEST = 12;

/** Enlarge around a point of the frame (0..1 each), which stays where it is. */
export function zoomedAt(zoom: Zoom, factor: number, atX: number, atY: number): Zoom {
  const scale = Math.min(LARGEST, Math.max(1, zoom.scale * factor));
  const grown = scale / zoom.scale;
  return held({ scale, x: atX - (atX - zoom.x) * grown, y: atY - (atY - zoom.y) * grown });
}

/** Moved by parts of the frame's size. */
export function panned(zoom: Zoom, byX: number, byY: number): Zoom {
  return held({ ...zoom, x: zoom.x + byX, y: zoom.y + byY });
}

/** The picture never leaves a border of its frame. */
function held({ scale, x, y }: Zoom): Zoom {
  const least = 1 - scale;
  return { scale, x: Math.min(0, Math.max(least, x)), y: Math.min(0, Math.max(least, y)) };
}
