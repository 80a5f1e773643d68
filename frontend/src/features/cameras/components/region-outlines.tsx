import type { Camera } from "@/lib/api/types";

import { regionColors } from "./region-colors";
import { regionKinds, savedShapes } from "./shapes";

/** The saved regions over a picture of the camera that fills the same place. Decoration: the texts beside it say it. */
export function RegionOutlines({ regions }: { regions: Camera["regions"] }) {
  if (!regions.frame_width || !regions.frame_height) return null;
  const frame = { width: regions.frame_width, height: regions.frame_height };
  const shapes = savedShapes(regions, frame);
  return (
    <svg
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      preserveAspectRatio="none"
      aria-hidden
      style={{ position: "absolute", inset: 0, width: "100%", height: "100%", pointerEvents: "none" }}
    >
      {regionKinds.map((kind) => {
        const shape = shapes[kind];
        if (!shape) return null;
        const [x, y, w, h] = shape.box;
        const points = shape.corners ?? [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
        return (
          <polygon
            key={kind}
            points={points.map((corner) => corner.join(",")).join(" ")}
            fill={regionColors[kind]}
            fillOpacity={0.1}
            stroke={regionColors[kind]}
            strokeWidth={2}
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
    </svg>
  );
}
