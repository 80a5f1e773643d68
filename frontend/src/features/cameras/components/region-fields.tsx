"use client";

import { Flex, IconButton, Input, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { TrashIcon } from "@/components/icons";

import { fitted, inTheMiddle, withBox, type Box, type RegionKind, type Shape, type Size } from "./shapes";

type Props = {
  kind: RegionKind;
  shape: Shape | null;
  frame: Size;
  onChange: (kind: RegionKind, shape: Shape | null, step?: string) => void;
};

const sides = ["x", "y", "width", "height"] as const;

/** The numbers of a region's box, to be read and typed; a polygon is stretched with its box. */
export function RegionFields({ kind, shape, frame, onChange }: Props) {
  const t = useTranslations("regions");
  const name = t(`kinds.${kind}`);

  function type(index: number, text: string) {
    const value = Math.round(Number(text));
    if (text.trim() === "" || !Number.isFinite(value)) return;
    // Typing into an empty region starts from the middle of the frame.
    const start = shape ?? inTheMiddle(kind, frame);
    const next: Box = [...start.box];
    next[index] = value;
    onChange(kind, withBox(start, fitted(next, frame)), `type ${kind} ${index}`);
  }

  return (
    <Flex gap="1" align="flex-end">
      {sides.map((side, index) => (
        <Flex key={side} direction="column" flex="1" minW="0">
          <Text fontSize="2xs" color="fg.muted" aria-hidden>
            {t(`sides.${side}`)}
          </Text>
          <Input
            size="xs"
            type="number"
            inputMode="numeric"
            px="1.5"
            aria-label={t("side", { region: name, side: t(`sides.${side}`) })}
            placeholder="–"
            value={shape?.box[index] ?? ""}
            onChange={(event) => type(index, event.target.value)}
          />
        </Flex>
      ))}
      <IconButton
        size="xs"
        variant="ghost"
        colorPalette="gray"
        aria-label={t("clear", { region: name })}
        title={t("clear", { region: name })}
        disabled={!shape}
        onClick={() => onChange(kind, null)}
      >
        <TrashIcon />
      </IconButton>
    </Flex>
  );
}
