"use client";

import { Box, Button, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { WarningIcon } from "@/components/icons";
import { cameraPath, healthPath } from "@/config/paths";
import type { CameraHealth, HealthFinding } from "@/lib/api/types";
import { useMayOperate } from "@/lib/session/session";

import { useFindingTexts } from "./use-finding-texts";

/** What is put right in the camera's regions or settings; the others at the camera itself, as its page of health says. */
const FIX: Partial<Record<HealthFinding["aspect"], "regions" | "clock">> = { sticker_moved: "regions", view: "regions", clock: "clock" };

/** A camera that is not well in one line of a list, with the worst that is wrong and the way to put it right. */
export function TroubleLine({ camera }: { camera: CameraHealth }) {
  const t = useTranslations("health.trouble");
  const words = useFindingTexts();
  const mayOperate = useMayOperate();
  const wrong = camera.findings.filter((one) => one.level !== "ok");
  const worst = wrong[0];
  if (!worst) return null;
  const { sentence } = words(worst);
  const fix = mayOperate ? FIX[worst.aspect] : undefined;
  return (
    <Flex as="li" listStyleType="none" gap="3" px="4" py="3" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <WarningIcon color={worst.level === "critical" ? "red.fg" : "mark.fg"} mt="0.5" />
      <Box flex="1" minW="0">
        <Text lineHeight="short" overflowWrap="anywhere" mb="1.5">
          {t("line", { camera: camera.camera_name, says: sentence })}
          {wrong.length > 1 && ` ${t("more", { count: wrong.length - 1 })}`}
        </Text>
        <Button asChild size="xs" variant="outline">
          <PageLink href={fix ? cameraPath(camera.camera_id) : healthPath(camera.camera_id)}>{t(fix ?? "look")}</PageLink>
        </Button>
      </Box>
    </Flex>
  );
}
