"use client";

import { Box as ChakraBox } from "@chakra-ui/react";
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { useTranslations } from "use-intl";

import { useCoarsePointer } from "@/lib/theme/use-coarse-pointer";
import { useScale } from "@/lib/theme/use-rem";

import { useRegionKeys } from "../hooks/use-region-keys";
import { useStagePointer, type Form } from "../hooks/use-stage-pointer";
import type { Zoom } from "../hooks/use-zoom";
import { nameSpots } from "./name-spots";
import { OpenPolygon } from "./open-polygon";
import { OpenPolygonBar } from "./open-polygon-bar";
import { regionColors } from "./region-colors";
import { RegionHandles, RegionShape } from "./region-shape";
import { regionKinds, type RegionKind, type Shape, type Shapes, type Size } from "./shapes";

type Props = {
  frameUrl: string;
  frame: Size;
  shapes: Shapes;
  active: RegionKind;
  form: Form;
  zoom: Zoom;
  /** Shapes somebody or something else proposes, drawn dashed. */
  proposed?: Partial<Shapes>;
  onActive: (kind: RegionKind) => void;
  onChange: (kind: RegionKind, shape: Shape | null, step?: string) => void;
};

const WHEEL_STEP = 0.0015;
/** How far around its middle a grip can be held, in px of the screen. */
const REACH = { mouse: 13, finger: 22 };
/** Until it is measured. */
const USUAL_WIDTH = 700;

/** The frame with the regions over it, to be drawn and changed by mouse, fingers and keyboard. */
export function RegionStage({ frameUrl, frame, shapes, active, form, zoom, proposed, onActive, onChange }: Props) {
  const t = useTranslations("regions");
  const svg = useRef<SVGSVGElement>(null);
  /** The region that a pointer worked on takes the keys too. */
  function focus(kind: RegionKind) {
    setTimeout(() => svg.current?.querySelector<SVGElement>(`[data-region="${kind}"]`)?.focus({ preventScroll: true }));
  }
  const pointer = useStagePointer({
    svg,
    frame,
    shapes,
    active,
    form,
    zoom,
    onActive: (kind) => {
      onActive(kind);
      focus(kind);
    },
    onChange: (kind, shape) => {
      onChange(kind, shape);
      focus(kind);
    },
  });
  const onKey = useRegionKeys({ frame, onChange });
  useWheelZoom(svg, zoom);
  useNoFling(svg);
  const { view } = zoom;
  const isCoarse = useCoarsePointer();
  // Sizes on the screen are the same however large the picture is and however far it is zoomed.
  const unit = (view.width / useWidth(svg)) * useScale();

  const shown = (kind: RegionKind) => (pointer.draft?.kind === kind ? pointer.draft.shape : shapes[kind]);
  const held = shown(active);
  const spots = nameSpots(Object.fromEntries(regionKinds.map((kind) => [kind, shown(kind)])), unit);

  // Enter and Escape are heard by what has the focus; before the first region is there that is nothing on the stage.
  const last = pointer.corners.at(-1);
  const isDrawing = last !== undefined;
  useEffect(() => {
    if (isDrawing) svg.current?.focus({ preventScroll: true });
  }, [isDrawing]);

  function keys(event: KeyboardEvent) {
    if (pointer.corners.length === 0) return;
    if (event.key === "Enter") pointer.close();
    if (event.key === "Escape") pointer.dropCorners();
  }

  return (
    <ChakraBox
      position="relative"
      bg="black"
      rounded="md"
      overflow="hidden"
      aspectRatio={`${frame.width} / ${frame.height}`}
      w="full"
      // As large as the window allows while what stands below stays in reach.
      maxW={`calc(66vh * ${frame.width / frame.height})`}
      mx="auto"
    >
      <svg
        ref={svg}
        viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
        role="group"
        tabIndex={-1}
        aria-label={t("stage")}
        style={{ width: "100%", height: "100%", display: "block", outline: "none", touchAction: "none", cursor: "crosshair", userSelect: "none" }}
        onKeyDown={keys}
        // The browser would give the focus to whatever lies below, even while another region is drawn over it.
        onMouseDown={(event) => event.preventDefault()}
        {...pointer.on}
      >
        <image href={frameUrl} width={frame.width} height={frame.height} preserveAspectRatio="none" />
        {regionKinds.map((kind) => {
          const shape = proposed?.[kind];
          return shape && <Outline key={kind} shape={shape} color={regionColors[kind]} />;
        })}
        {/* Always in this order: the Tab key goes through them. */}
        {regionKinds.map((kind) => {
          const shape = shown(kind);
          const spot = spots[kind];
          return (
            shape &&
            spot && (
              <RegionShape
                key={kind}
                kind={kind}
                shape={shape}
                active={kind === active}
                unit={unit}
                spot={spot}
                onFocus={() => onActive(kind)}
                onKey={(event) => onKey(event, kind, shape)}
              />
            )
          );
        })}
        {held && (
          <RegionHandles
            kind={active}
            shape={held}
            unit={unit}
            reach={isCoarse ? REACH.finger : REACH.mouse}
            onHandle={(event, handle) => pointer.holdHandle(event, active, held, handle)}
            onCorner={(event, corners, index) => pointer.holdCorner(event, active, corners, index)}
            onChange={(next) => onChange(active, next)}
          />
        )}
        {pointer.corners.length > 0 && (
          <OpenPolygon corners={pointer.corners} hover={pointer.hover} color={regionColors[active]} unit={unit} />
        )}
      </svg>
      {last && (
        <OpenPolygonBar
          atTop={last[1] > view.y + view.height / 2}
          canClose={pointer.corners.length >= 3}
          onClose={pointer.close}
          onDrop={pointer.dropCorners}
        />
      )}
    </ChakraBox>
  );
}

/** Of an element, in px. */
function useWidth(element: RefObject<Element | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const measure = () => setWidth(measured.clientWidth);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(measured);
    return () => watcher.disconnect();
  }, [element]);
  return width || USUAL_WIDTH;
}

function Outline({ shape, color }: { shape: Shape; color: string }) {
  const [x, y, w, h] = shape.box;
  const points = shape.corners ?? [[x, y], [x + w, y], [x + w, y + h], [x, y + h]];
  return (
    <polygon
      points={points.map((corner) => corner.join(",")).join(" ")}
      fill={color}
      fillOpacity={0.12}
      stroke={color}
      strokeWidth={2.5}
      strokeDasharray="8 6"
      vectorEffect="non-scaling-stroke"
      style={{ pointerEvents: "none" }}
    />
  );
}

/** Ctrl and the wheel (or a pinch on a trackpad) zoom; the page must not. React's own wheel listeners cannot prevent that. */
function useWheelZoom(svg: RefObject<SVGSVGElement | null>, zoom: Zoom) {
  const latest = useRef(zoom);
  useEffect(() => {
    latest.current = zoom;
  });
  useEffect(() => {
    const element = svg.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const matrix = element.getScreenCTM();
      if (!matrix) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      latest.current.by(Math.exp(-event.deltaY * WHEEL_STEP), { x: at.x, y: at.y });
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [svg]);
}

/**
 * A quick drag of a finger counts as a fling to browsers, though nothing scrolls here, and they swallow the next tap:
 * the button that was meant by it did nothing. A drag that is refused is none.
 */
function useNoFling(svg: RefObject<SVGSVGElement | null>) {
  useEffect(() => {
    const element = svg.current;
    const refuse = (event: TouchEvent) => event.preventDefault();
    element?.addEventListener("touchmove", refuse, { passive: false });
    return () => element?.removeEventListener("touchmove", refuse);
  }, [svg]);
}
