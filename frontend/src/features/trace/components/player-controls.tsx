"use client";

import { Flex, IconButton, NativeSelect, Text } from "@chakra-ui/react";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { NextFrameIcon, PauseIcon, PlayIcon, PreviousFrameIcon } from "@/components/icons";
import { clockPosition } from "@/lib/time/format";

import { speeds, type PlayerHandle } from "./player";

type Props = {
  playing: boolean;
  now: number;
  length: number;
  handle: PlayerHandle;
};

export function PlayerControls({ playing, now, length, handle }: Props) {
  const t = useTranslations("player");
  const [speed, setSpeed] = useState(1);

  function change(value: number) {
    setSpeed(value);
    handle.setSpeed(value);
  }

  return (
    <Flex align="center" gap="1" px="3" pb="2">
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
      <NativeSelect.Root size="xs" w="20" ml="auto">
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

type ControlProps = { label: string; hint: string; onClick: () => void; children: ReactNode };

function Control({ label, hint, onClick, children }: ControlProps) {
  return (
    <IconButton size="sm" variant="ghost" colorPalette="gray" aria-label={label} title={`${label} (${hint})`} onClick={onClick}>
      {children}
    </IconButton>
  );
}
