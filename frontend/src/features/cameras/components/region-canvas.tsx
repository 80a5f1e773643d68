"use client";

import { Box as ChakraBox } from "@chakra-ui/react";
import { useRef, useState, type PointerEvent } from "react";
import { useTranslations } from "use-intl";

import { boxBetween, isLargeEnough, moved, regionKinds, type Box, type Boxes, type Point, type RegionKind, type Size } from "./box";
import { regionColors } from "./region-colors";

type Props = {
  frameUrl: string;
  frame: Size;
  boxes: Boxes;
  active: RegionKind;
  onChange: (kind: RegionKind, box: Box) => void;
};

type Drag = { from: Point; held: Box | null };

/**
 * The frame with the boxes over it. Dragging draws the active region; dragging inside its box moves it. The numbers
 * beside the frame do the same from the keyboard.
 */
export function RegionCanvas({ frameUrl, frame, boxes, active, onChange }: Props) {
  const t = useTranslations("cameras");
  const svg = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [draft, setDraft] = useState<Box | null>(null);

  function at(event: PointerEvent): Point {
    const matrix = svg.current?.getScreenCTM();
    if (!matrix) return { x: 0, y: 0 };
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return { x, y };
  }

  function down(event: PointerEvent<SVGSVGElement>) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = at(event);
    const held = boxes[active];
    setDrag({ from, held: held && contains(held, from) ? held : null });
  }

  function move(event: PointerEvent<SVGSVGElement>) {
    if (!drag) return;
    const to = at(event);
    setDraft(
      drag.held
        ? moved(drag.held, to.x - drag.from.x, to.y - drag.from.y, frame)
        : boxBetween(drag.from, to, frame),
    );
  }

  function up() {
    if (draft && isLargeEnough(draft)) onChange(active, draft);
    setDrag(null);
    setDraft(null);
  }

  return (
    <ChakraBox
      position="relative"
      bg="black"
      rounded="md"
      overflow="hidden"
      aspectRatio={`${frame.width} / ${frame.height}`}
      w="full"
      // As large as the dialog allows while the whole frame and the fields below stay in view.
      maxW={`calc(52vh * ${frame.width / frame.height})`}
      mx="auto"
    >
      <svg
        ref={svg}
        viewBox={`0 0 ${frame.width} ${frame.height}`}
        role="img"
        aria-label={t("frame")}
        style={{ width: "100%", height: "100%", display: "block", touchAction: "none", cursor: "crosshair" }}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => {
          setDrag(null);
          setDraft(null);
        }}
      >
        <image href={frameUrl} width={frame.width} height={frame.height} />
        {regionKinds.map((kind) => {
          const box = kind === active && draft ? draft : boxes[kind];
          return box && <RegionBox key={kind} kind={kind} box={box} frame={frame} active={kind === active} label={t(`region.${kind}`)} />;
        })}
      </svg>
    </ChakraBox>
  );
}

type BoxProps = { kind: RegionKind; box: Box; frame: Size; active: boolean; label: string };

function RegionBox({ kind, box: [x, y, w, h], frame, active, label }: BoxProps) {
  const color = regionColors[kind];
  const text = frame.width / 48;
  return (
    <g data-region={kind}>
      <rect x={x} y={y} width={w} height={h} fill={color} fillOpacity={active ? 0.2 : 0.08} />
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        fill="none"
        stroke={color}
        strokeWidth={active ? 3 : 1.5}
        vectorEffect="non-scaling-stroke"
        style={{ cursor: active ? "move" : "crosshair" }}
      />
      <text
        x={x + text * 0.4}
        y={y + text * 1.2}
        fontSize={text}
        fill="#fff"
        stroke="#000"
        strokeWidth={text / 6}
        paintOrder="stroke"
        style={{ pointerEvents: "none", userSelect: "none" }}
      >
        {label}
      </text>
    </g>
  );
}

function contains([x, y, w, h]: Box, point: Point): boolean {
  return point.x >= x && point.x <= x + w && point.y >= y && point.y <= y + h;
}
