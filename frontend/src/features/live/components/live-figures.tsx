"use client";

import { Text } from "@chakra-ui/react";
import { useFormatter, useTranslations } from "use-intl";

import type { LiveCamera } from "@/lib/api/types";

/** Frames, data rate, gaps of a live camera in one line. */
export function LiveFigures({ camera }: { camera: LiveCamera }) {
  const words = useLiveFigures();
  return (
    <Text fontSize="xs" color="fg.muted" fontVariantNumeric="tabular-nums" truncate>
      {[words.fps(camera.fps), words.bitrate(camera.bitrate_bps), words.gaps(camera.gaps_today)].filter(Boolean).join(" · ")}
    </Text>
  );
}

export function useLiveFigures() {
  const t = useTranslations("live.figures");
  const format = useFormatter();
  const number = (value: number, digits: number) => format.number(value, { maximumFractionDigits: digits });
  return {
    fps: (fps: number | null) => (fps === null ? null : t("fps", { value: number(fps, 1) })),
    bitrate: (bps: number | null) =>
      bps === null ? null : bps >= 1_000_000 ? t("bitrate", { value: number(bps / 1_000_000, 1) }) : t("kbitrate", { value: number(bps / 1_000, 0) }),
    behind: (ms: number) => t("behind", { value: number(ms / 1_000, 1) }),
    gaps: (count: number) => t("gaps", { count }),
    size: (width: number | null, height: number | null) => (width && height ? t("size", { width, height }) : null),
  };
}
