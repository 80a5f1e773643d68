"use client";

import { Flex, IconButton, Input, Text } from "@chakra-ui/react";
import { useState } from "react";
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
  // Stands in the field as it is typed, also where it is nothing yet or too small, until the field is left.
  const [typed, setTyped] = useState<{ index: number; text: string; start: Shape } | null>(null);

  function type(index: number, text: string) {
    // Typing into an empty region starts from the middle of the frame. What a polygon is stretched from is what it was
    // before the typing: on the way to 300 it is 3 wide, and would come out of that with other corners.
    const start = typed?.index === index ? typed.start : (shape ?? inTheMiddle(kind, frame));
    setTyped({ index, text, start });
    const value = Math.round(Number(text));
    if (text.trim() === "" || !Number.isFinite(value)) return;
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
            value={typed?.index === index ? typed.text : (shape?.box[index] ?? "")}
            onBlur={() => setTyped(null)}
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
