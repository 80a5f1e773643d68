export type Point = { at: number; value: number };
type Area = { from: number; to: number; width: number; height: number };

const PAD = 4;
/** Two minutes: one that is missing is a rounding, more is a hole. */
const HOLE_MS = 150_000;

/** Points over time as `points` of SVG lines, broken where nothing was measured; the scale begins at nought. */
export function linesOf(points: readonly Point[], { from, to, width, height }: Area): string[] {
  const top = Math.max(...points.map((point) => point.value), 0) * 1.1 || 1;
  const lines: string[][] = [];
  let before: Point | null = null;
  for (const point of points) {
    const x = PAD + ((point.at - from) / Math.max(1, to - from)) * (width - 2 * PAD);
    const y = height - PAD - (point.value / top) * (height - 2 * PAD);
    const place = `${x.toFixed(1)},${y.toFixed(1)}`;
    if (before === null || point.at - before.at > HOLE_MS) lines.push([place]);
    else lines.at(-1)?.push(place);
    before = point;
  }
  // A line of one point is not drawn; a round cap on a short one is.
  return lines.map((line) => (line.length === 1 ? `${line[0]} ${line[0]}` : line.join(" ")));
}
