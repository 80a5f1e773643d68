"use client";

import { Box as ChakraBox, Button, ButtonGroup, Flex, IconButton } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import {
  FitIcon,
  PolygonIcon,
  RectangleIcon,
  RedoIcon,
  UndoIcon,
  ZoomInIcon,
  ZoomOutIcon,
  ZoomToIcon,
} from "@/components/icons";

import type { Draft } from "../hooks/use-draft";
import type { Form } from "../hooks/use-stage-pointer";
import type { Zoom } from "../hooks/use-zoom";
import { regionColors } from "./region-colors";
import { inTheMiddle, otherForm, regionKinds, type RegionKind, type Size } from "./shapes";

type Props = {
  draft: Draft;
  frame: Size;
  active: RegionKind;
  form: Form;
  zoom: Zoom;
  onActive: (kind: RegionKind) => void;
  onForm: (form: Form) => void;
};

/** Which region is drawn, in which form; undo and redo; zoom. */
export function EditorToolbar({ draft, frame, active, form, zoom, onActive, onForm }: Props) {
  const t = useTranslations("regions");
  const shape = draft.shapes[active];
  const shown: Form = shape ? (shape.corners ? "polygon" : "rectangle") : form;

  function choose(next: Form) {
    onForm(next);
    if (shape && next !== shown) draft.set(active, otherForm(shape));
  }

  return (
    <Flex gap="2" wrap="wrap" align="center" role="toolbar" aria-label={t("tools")}>
      <ButtonGroup size="sm" attached role="group" aria-label={t("which")}>
        {regionKinds.map((kind) => (
          <Button
            key={kind}
            variant={active === kind ? "subtle" : "outline"}
            colorPalette={active === kind ? "brand" : "gray"}
            aria-pressed={active === kind}
            onClick={() => onActive(kind)}
          >
            <ChakraBox boxSize="3" rounded="2xs" bg={regionColors[kind]} borderWidth="1px" borderColor="blackAlpha.600" aria-hidden />
            {t(`kinds.${kind}`)}
          </Button>
        ))}
      </ButtonGroup>
      <ButtonGroup size="sm" attached role="group" aria-label={t("form")}>
        <Tool label={t("rectangle")} pressed={shown === "rectangle"} onClick={() => choose("rectangle")}>
          <RectangleIcon />
        </Tool>
        <Tool label={t("polygon")} pressed={shown === "polygon"} onClick={() => choose("polygon")}>
          <PolygonIcon />
        </Tool>
      </ButtonGroup>
      <Button
        size="sm"
        variant="outline"
        colorPalette="gray"
        title={t("placeText")}
        disabled={shape !== null}
        onClick={() => draft.set(active, inTheMiddle(active, frame))}
      >
        {t("place")}
      </Button>
      <ButtonGroup size="sm" attached>
        <Tool label={t("undo")} disabled={!draft.canUndo} onClick={draft.undo}>
          <UndoIcon />
        </Tool>
        <Tool label={t("redo")} disabled={!draft.canRedo} onClick={draft.redo}>
          <RedoIcon />
        </Tool>
      </ButtonGroup>
      <ButtonGroup size="sm" attached ml={{ base: "0", xl: "auto" }} role="group" aria-label={t("zoom")}>
        <Tool label={t("zoomOut")} disabled={zoom.factor <= 1} onClick={() => zoom.farther()}>
          <ZoomOutIcon />
        </Tool>
        <Tool label={t("zoomIn")} onClick={() => zoom.closer()}>
          <ZoomInIcon />
        </Tool>
        <Tool label={t("zoomTo")} disabled={!shape} onClick={() => shape && zoom.to(shape.box)}>
          <ZoomToIcon />
        </Tool>
        <Tool label={t("zoomWhole")} disabled={zoom.factor <= 1} onClick={zoom.whole}>
          <FitIcon />
        </Tool>
      </ButtonGroup>
    </Flex>
  );
}

type ToolProps = { label: string; pressed?: boolean; disabled?: boolean; onClick: () => void; children: ReactNode };

function Tool({ label, pressed, disabled, onClick, children }: ToolProps) {
  return (
    <IconButton
      size="sm"
      variant={pressed ? "subtle" : "outline"}
      colorPalette={pressed ? "brand" : "gray"}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </IconButton>
  );
}
