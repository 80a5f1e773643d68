"use client";

import { Button, Flex } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CameraIcon, TogetherIcon } from "@/components/icons";
import type { ViewList } from "@/lib/api/types";

import { wholeEvent, type Scope } from "./player";

const MINUTE_MS = 60_000;
const MOST_MS = 15 * MINUTE_MS;

type Props = {
  scope: Scope;
  cameras: ViewList["items"];
  /** The other cameras are shown in step with the large picture. */
  together: boolean;
  onScope: (scope: Scope) => void;
  onTogether: (together: boolean) => void;
};

/** More time before and after, and the other cameras of that time. */
export function ScopeBar({ scope, cameras, together, onScope, onTogether }: Props) {
  const t = useTranslations("player");
  const isLonger = scope.beforeMs > 0 || scope.afterMs > 0;
  return (
    <Flex gap="1" px="3" pb="2" wrap="wrap" align="center" minH="8">
      <Button
        size="xs"
        variant="outline"
        colorPalette="gray"
        disabled={scope.beforeMs >= MOST_MS}
        onClick={() => onScope({ ...scope, beforeMs: longer(scope.beforeMs) })}
      >
        {t("before", { minutes: minutesAdded(scope.beforeMs) })}
      </Button>
      <Button
        size="xs"
        variant="outline"
        colorPalette="gray"
        disabled={scope.afterMs >= MOST_MS}
        onClick={() => onScope({ ...scope, afterMs: longer(scope.afterMs) })}
      >
        {t("after", { minutes: minutesAdded(scope.afterMs) })}
      </Button>
      {isLonger && (
        <Button size="xs" variant="ghost" colorPalette="gray" onClick={() => onScope({ ...wholeEvent, cameraId: scope.cameraId })}>
          {t("eventOnly")}
        </Button>
      )}
      {cameras.length > 1 && (
        <Flex role="group" aria-label={t("cameras")} gap="1" wrap="wrap" ml="auto">
          <Button
            size="xs"
            variant={together ? "subtle" : "outline"}
            colorPalette={together ? "brand" : "gray"}
            aria-pressed={together}
            title={t("togetherHelp")}
            onClick={() => onTogether(!together)}
          >
            <TogetherIcon /> {t("together")}
          </Button>
          {cameras.map((camera, place) => {
            const isShown = place === 0 ? scope.cameraId === null : scope.cameraId === camera.camera_id;
            return (
              <Button
                key={camera.camera_id}
                size="xs"
                variant={isShown ? "subtle" : "ghost"}
                colorPalette={isShown ? "brand" : "gray"}
                aria-pressed={isShown}
                maxW="40"
                onClick={() => onScope({ ...scope, cameraId: place === 0 ? null : camera.camera_id })}
              >
                <CameraIcon />
                <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{camera.camera_name}</span>
              </Button>
            );
          })}
        </Flex>
      )}
    </Flex>
  );
}

/** One minute first, then five more each time. */
function minutesAdded(ms: number): number {
  return (longer(ms) - ms) / MINUTE_MS || 5;
}

function longer(ms: number): number {
  return Math.min(MOST_MS, ms === 0 ? MINUTE_MS : ms + 5 * MINUTE_MS);
}
