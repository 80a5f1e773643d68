"use client";

import { Box as ChakraBox, Button, Flex, IconButton, Input, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { TrashIcon } from "@/components/icons";

import { fitted, regionKinds, type Box, type Boxes, type RegionKind, type Size } from "./box";
import { regionColors } from "./region-colors";

type Props = {
  boxes: Boxes;
  frame: Size;
  active: RegionKind;
  onActive: (kind: RegionKind) => void;
  onChange: (kind: RegionKind, box: Box | null) => void;
};

const sides = ["x", "y", "width", "height"] as const;

/** One line per region: choose it for drawing, type its numbers, take it away. */
export function RegionFields({ boxes, frame, active, onActive, onChange }: Props) {
  const t = useTranslations("cameras");
  return (
    <Flex direction="column" gap="2">
      {regionKinds.map((kind) => (
        <Flex key={kind} align="center" gap="2" wrap="wrap">
          <Button
            size="sm"
            variant={active === kind ? "subtle" : "outline"}
            colorPalette={active === kind ? "brand" : "gray"}
            aria-pressed={active === kind}
            onClick={() => onActive(kind)}
            justifyContent="flex-start"
            w="36"
          >
            <ChakraBox boxSize="3" rounded="sm" bg={regionColors[kind]} aria-hidden />
            {t(`region.${kind}`)}
          </Button>
          <BoxFields kind={kind} box={boxes[kind]} frame={frame} onChange={(box) => onChange(kind, box)} />
        </Flex>
      ))}
      <Text color="fg.muted" fontSize="xs" lineHeight="short">
        {t(`regionHelp.${active}`)}
      </Text>
    </Flex>
  );
}

type BoxFieldsProps = { kind: RegionKind; box: Box | null; frame: Size; onChange: (box: Box | null) => void };

function BoxFields({ kind, box, frame, onChange }: BoxFieldsProps) {
  const t = useTranslations("cameras");
  const name = t(`region.${kind}`);

  function type(index: number, text: string) {
    const value = Math.round(Number(text));
    if (!Number.isFinite(value)) return;
    // Typing into an empty region starts from the middle of the frame.
    const start: Box = box ?? [Math.round(frame.width / 4), Math.round(frame.height / 4), Math.round(frame.width / 4), Math.round(frame.height / 4)];
    const next: Box = [...start];
    next[index] = value;
    onChange(fitted(next, frame));
  }

  return (
    <Flex gap="1" align="center" flex="1" minW="15rem">
      {sides.map((side, index) => (
        <Input
          key={side}
          size="sm"
          type="number"
          inputMode="numeric"
          px="2"
          aria-label={t("side", { region: name, side: t(`sides.${side}`) })}
          title={t(`sides.${side}`)}
          placeholder="–"
          value={box?.[index] ?? ""}
          onChange={(event) => type(index, event.target.value)}
        />
      ))}
      <IconButton
        size="sm"
        variant="ghost"
        colorPalette="gray"
        aria-label={t("clear", { region: name })}
        title={t("clear", { region: name })}
        disabled={!box}
        onClick={() => onChange(null)}
      >
        <TrashIcon />
      </IconButton>
    </Flex>
  );
}
