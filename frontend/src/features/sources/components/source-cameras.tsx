"use client";

import { Badge, chakra, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CameraIcon, LiveIcon } from "@/components/icons";
import { PageLink } from "@/components/page-link";
import { cameraPath, livePath } from "@/config/paths";
import type { Camera, Source } from "@/lib/api/types";

import { useSourceCameras } from "../api/get-remote-source";

const Link = chakra(PageLink);

/** The cameras of a source, each with the way to it. */
export function SourceCameras({ source, cameras }: { source: Source; cameras: readonly Camera[] }) {
  const t = useTranslations("sources.cameras");
  const { live } = source;
  if (cameras.length === 0) return <NoneOfItsOwn source={source} />;
  return (
    <Flex as="ul" aria-label={t("title", { name: source.name })} listStyleType="none" gap="2" wrap="wrap" px="4" py="2.5">
      {cameras.map((camera) => (
        <Flex as="li" key={camera.id} align="center" gap="1" borderWidth="1px" rounded="md" ps="2" pe={live ? "0" : "2"} minH="7" minW="0" maxW="full">
          <CameraIcon color="fg.subtle" />
          <Link href={cameraPath(camera.id)} truncate rounded="sm">
            {camera.name}
          </Link>
          {!camera.enabled && <Badge size="xs">{t("off")}</Badge>}
          {live && camera.enabled && (
            <Link href={livePath(camera.id)} aria-label={`${camera.name}: ${t("live")}`} title={t("live")} display="flex" alignItems="center" justifyContent="center" boxSize="7" color="brand.fg" rounded="md" _hover={{ bg: "bg.muted" }}>
              <LiveIcon />
            </Link>
          )}
        </Flex>
      ))}
    </Flex>
  );
}

/** A recorder may have only cameras that ePACK records itself: then it fills their gaps. */
function NoneOfItsOwn({ source }: { source: Source }) {
  const t = useTranslations("sources.cameras");
  const stored = useSourceCameras(source.kind === "local" ? null : source.id);
  const names = (stored.data?.items ?? []).flatMap((one) => (one.enabled && one.camera ? [one.camera] : []));
  return (
    <Text px="4" py="2.5" color="fg.muted" overflowWrap="anywhere">
      {names.length > 0 ? t("fills", { names: names.join(", ") }) : t("none")}
    </Text>
  );
}
