import type { Corner, Point } from "./shapes";

type Props = { corners: readonly Corner[]; hover: Point | null; color: string; unit: number };

/** A polygon that is being drawn: its corners so far, and the edge to where the next one would be. */
export function OpenPolygon({ corners, hover, color, unit }: Props) {
  const points = [...corners, ...(hover ? [[hover.x, hover.y]] : [])];
  const [first] = corners;
  return (
    <g style={{ pointerEvents: "none" }} data-open-polygon={corners.length}>
      <polyline
        points={points.map((point) => point.join(",")).join(" ")}
        fill={color}
        fillOpacity={0.15}
        stroke={color}
        strokeWidth={2.5}
        vectorEffect="non-scaling-stroke"
      />
      {corners.map(([x, y], index) => (
        <circle key={index} cx={x} cy={y} r={4 * unit} fill={color} stroke="#000" strokeWidth={unit} />
      ))}
      {first && corners.length >= 3 && (
        <circle cx={first[0]} cy={first[1]} r={9 * unit} fill="none" stroke="#fff" strokeWidth={2 * unit} />
      )}
    </g>
  );
}
