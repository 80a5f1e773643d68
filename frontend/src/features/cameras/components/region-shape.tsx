"use client";

import type { KeyboardEvent, PointerEvent } from "react";
import { useTranslations } from "use-intl";

import type { Spot } from "./name-spots";
import { regionColors } from "./region-colors";
import {
  handleAt,
  handles,
  polygon,
  withMoreCorners,
  withoutCorner,
  type Corner,
  type Handle,
  type RegionKind,
  type Shape,
} from "./shapes";

type ShapeProps = {
  kind: RegionKind;
  shape: Shape;
  active: boolean;
  /** What a length of 1 is in px of the frame, so that texts keep their size on the screen. */
  unit: number;
  /** Where the name begins. */
  spot: Spot;
  onFocus: () => void;
  onKey: (event: KeyboardEvent) => void;
};

/** One region on the frame: an outline with its name. Takes the focus. */
export function RegionShape({ kind, shape, active, unit, spot, onFocus, onKey }: ShapeProps) {
  const t = useTranslations("regions");
  const color = regionColors[kind];
  const [x, y, w, h] = shape.box;
  const points = shape.corners ?? [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
  const name = t(`kinds.${kind}`);
  return (
    <g
      data-region={kind}
      role="button"
      tabIndex={0}
      aria-pressed={active}
      aria-label={t("shapeLabel", { region: name, x, y, width: w, height: h })}
      onFocus={onFocus}
      onKeyDown={onKey}
      style={{ cursor: active ? "move" : "pointer" }}
    >
      <polygon
        points={points.map((corner) => corner.join(",")).join(" ")}
        fill={color}
        fillOpacity={active ? 0.16 : 0.07}
        stroke={color}
        strokeWidth={active ? 3 : 1.75}
        vectorEffect="non-scaling-stroke"
      />
      <text
        // Scaled as a whole: browsers do not draw letters smaller than a few units, whatever the zoom.
        transform={`translate(${spot.x} ${spot.y}) scale(${unit})`}
        fontSize={14}
        fill="#fff"
        stroke="#000"
        strokeWidth={3}
        paintOrder="stroke"
        style={{ pointerEvents: "none", userSelect: "none" }}
      >
        {name}
      </text>
    </g>
  );
}

const LEAST_REACH = 10;

type HandlesProps = {
  kind: RegionKind;
  shape: Shape;
  unit: number;
  /** How far around its middle a grip is held, in px of the screen. */
  reach: number;
  onHandle: (event: PointerEvent, handle: Handle) => void;
  onCorner: (event: PointerEvent, corners: Corner[], index: number) => void;
  onChange: (shape: Shape) => void;
};

/** What the active region is pulled by. Lies over all regions; the keyboard has no need of it. */
export function RegionHandles({ kind, shape, unit, reach, onHandle, onCorner, onChange }: HandlesProps) {
  const color = regionColors[kind];
  // In a small region room is left between them, to move it by.
  const held = Math.min(reach * unit, Math.max(LEAST_REACH * unit, Math.min(shape.box[2], shape.box[3]) / 3));
  if (shape.corners) {
    return <Corners corners={shape.corners} color={color} unit={unit} held={held} onCorner={onCorner} onChange={onChange} />;
  }
  return handles.map((handle) => {
    const at = handleAt(shape.box, handle);
    return (
      <Grip
        key={`${handle.x} ${handle.y}`}
        x={at.x}
        y={at.y}
        unit={unit}
        held={held}
        color={color}
        cursor={cursorOf(handle)}
        onPointerDown={(event) => onHandle(event, handle)}
      />
    );
  });
}

type CornersProps = {
  corners: Corner[];
  color: string;
  unit: number;
  held: number;
  onCorner: HandlesProps["onCorner"];
  onChange: HandlesProps["onChange"];
};

/** Corners to pull, and between them points that become corners. A double click takes a corner away. */
function Corners({ corners, color, unit, held, onCorner, onChange }: CornersProps) {
  return (
    <>
      {corners.map(([x, y], index) => {
        const [nx, ny] = corners[(index + 1) % corners.length] ?? [x, y];
        return (
          <Grip
            key={`edge ${index}`}
            x={(x + nx) / 2}
            y={(y + ny) / 2}
            unit={unit * 0.7}
            held={held * 0.7}
            color="#fff"
            cursor="copy"
            onPointerDown={(event) => onCorner(event, withMoreCorners(corners, index), index + 1)}
          />
        );
      })}
      {corners.map(([x, y], index) => (
        <Grip
          key={index}
          x={x}
          y={y}
          unit={unit}
          held={held}
          color={color}
          cursor="grab"
          onPointerDown={(event) => onCorner(event, corners, index)}
          onDoubleClick={() => onChange(polygon(withoutCorner(corners, index)))}
        />
      ))}
    </>
  );
}

type GripProps = {
  x: number;
  y: number;
  unit: number;
  /** Radius of the ground, in px of the frame. */
  held: number;
  color: string;
  cursor: string;
  onPointerDown: (event: PointerEvent) => void;
  onDoubleClick?: () => void;
};

/** A small square with an unseen, larger ground around it for fingers. */
function Grip({ x, y, unit, held, color, cursor, onPointerDown, onDoubleClick }: GripProps) {
  const side = 8 * unit;
  return (
    <g style={{ cursor }} onPointerDown={onPointerDown} onDoubleClick={onDoubleClick}>
      <circle cx={x} cy={y} r={held} fill="transparent" />
      <rect x={x - side / 2} y={y - side / 2} width={side} height={side} fill={color} stroke="#000" strokeWidth={unit} />
    </g>
  );
}

function cursorOf({ x, y }: Handle): string {
  if (x === 0) return "ns-resize";
  if (y === 0) return "ew-resize";
  return x === y ? "nwse-resize" : "nesw-resize";
}
