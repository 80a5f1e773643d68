"use client";

import { Button, Flex, IconButton, NativeSelect, Text } from "@chakra-ui/react";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { NextFrameIcon, PauseIcon, PlayIcon, PreviousFrameIcon, ZoomInIcon, ZoomOutIcon } from "@/components/icons";
import { clockPosition } from "@/lib/time/format";

import { speeds, type PlayerHandle } from "./player";

type Props = {
  playing: boolean;
  now: number;
  length: number;
  /** How much the picture is enlarged; 1: not at all. */
  zoomed: number;
  handle: PlayerHandle;
};

export function PlayerControls({ playing, now, length, zoomed, handle }: Props) {
  const t = useTranslations("player");
  const [speed, setSpeed] = useState(1);

  function change(value: number) {
    setSpeed(value);
    handle.setSpeed(value);
  }

  return (
    <Flex align="center" gap="1" px="3" pb="2" wrap="wrap">
      <Control label={playing ? t("pause") : t("play")} hint="␣" onClick={handle.toggle}>
        {playing ? <PauseIcon /> : <PlayIcon />}
      </Control>
      <Control label={t("frameBack")} hint="," onClick={() => handle.step(-1)}>
        <PreviousFrameIcon />
      </Control>
      <Control label={t("frameOn")} hint="." onClick={() => handle.step(1)}>
        <NextFrameIcon />
      </Control>
      <Text fontVariantNumeric="tabular-nums" fontSize="xs" color="fg.muted" ml="1" whiteSpace="nowrap">
        {clockPosition(now)} / {clockPosition(length)}
      </Text>
      <Flex ml="auto" align="center">
        <Control label={t("zoomOut")} hint="-" disabled={zoomed === 1} onClick={() => handle.zoom(1 / 1.5)}>
          <ZoomOutIcon />
        </Control>
        <Button
          size="xs"
          variant="ghost"
          colorPalette="gray"
          w="12"
          px="0"
          fontVariantNumeric="tabular-nums"
          disabled={zoomed === 1}
          title={t("zoomNone")}
          // What is seen on it must be part of the name that is spoken to.
          aria-label={`${t("times", { value: Math.round(zoomed * 10) / 10 })}: ${t("zoomNone")}`}
          onClick={() => handle.zoom(0)}
        >
          {t("times", { value: Math.round(zoomed * 10) / 10 })}
        </Button>
        <Control label={t("zoomIn")} hint="+" onClick={() => handle.zoom(1.5)}>
          <ZoomInIcon />
        </Control>
      </Flex>
      <NativeSelect.Root size="xs" w="20">
        <NativeSelect.Field aria-label={t("speed")} value={speed} onChange={(event) => change(Number(event.target.value))}>
          {speeds.map((value) => (
            <option key={value} value={value}>
              {t("times", { value })}
            </option>
          ))}
        </NativeSelect.Field>
        <NativeSelect.Indicator />
      </NativeSelect.Root>
    </Flex>
  );
}

type ControlProps = { label: string; hint: string; disabled?: boolean; onClick: () => void; children: ReactNode };

function Control({ label, hint, disabled, onClick, children }: ControlProps) {
  return (
    <IconButton size="sm" variant="ghost" colorPalette="gray" aria-label={label} title={`${label} (${hint})`} disabled={disabled} onClick={onClick}>
      {children}
    </IconButton>
  );
}
