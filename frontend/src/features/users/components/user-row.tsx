"use client";

import { Badge, Box, Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { PenIcon } from "@/components/icons";
import type { Account } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useSession } from "@/lib/session/session";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useNow } from "@/lib/time/use-now";
import { useTimes } from "@/lib/time/use-times";

const roleTones = { admin: "brand", operator: "blue", viewer: "gray" } as const;
const MINUTE_MS = 60_000;

/** One account: who, what they may, what they see, and how it stands. */
export function UserRow({ user, onChange }: { user: Account; onChange: () => void }) {
  const t = useTranslations("users");
  const roles = useTranslations("session.roles");
  const times = useTimes();
  const zone = useSiteZone();
  const cameras = useCameras().data?.items;
  const own = useSession().data?.user?.id === user.id;
  const now = useNow(MINUTE_MS);
  const invitedUntil = user.invited_until_ms ?? null;
  const shown = user.display_name || user.name;
  const about = [user.display_name && user.display_name !== user.name ? user.name : null, user.email !== user.name ? user.email : null];
  const names = (user.cameras ?? []).map((id) => cameras?.find((one) => one.id === id)?.name ?? t("cameraGone", { id }));
  return (
    <Flex as="li" listStyleType="none" gap="3" align="center" wrap="wrap" px="4" py="3" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <Box flex="2" minW="min(100%, 14rem)">
        <Flex gap="2" align="center" wrap="wrap">
          <Text fontWeight="medium" overflowWrap="anywhere" {...(user.enabled ? {} : { color: "fg.muted" })}>
            {shown}
          </Text>
          <Badge colorPalette={roleTones[user.role]}>{roles(user.role)}</Badge>
          {own && <Badge colorPalette="gray">{t("you")}</Badge>}
          {!user.enabled && <Badge colorPalette="red">{t("disabled")}</Badge>}
          {user.second_factor && <Badge colorPalette="green">{t("factor")}</Badge>}
        </Flex>
        <Text color="fg.muted" fontSize="sm" overflowWrap="anywhere">
          {about.filter(Boolean).join(" · ")}
        </Text>
      </Box>
      <Box flex="2" minW="min(100%, 14rem)" color="fg.muted" fontSize="sm">
        <Text overflowWrap="anywhere" lineClamp={2} title={names.join(", ")}>
          {user.cameras === null ? t("allCameras") : names.length === 0 ? t("noCamera") : names.join(", ")}
        </Text>
        <Text fontVariantNumeric="tabular-nums">
          {user.last_login_ms === null ? t("neverIn") : t("lastIn", { when: times.dayAndTime(user.last_login_ms, zone) })}
        </Text>
        {invitedUntil !== null && invitedUntil > now ? (
          <Text color="mark.fg">{t(user.has_password ? "resetOpen" : "invited", { until: times.dayAndTime(invitedUntil, zone) })}</Text>
        ) : (
          !user.has_password && !user.google && <Text color="mark.fg">{t("invitationOver")}</Text>
        )}
      </Box>
      <Button size="xs" variant="outline" colorPalette="gray" aria-label={t("changeOf", { name: shown })} onClick={onChange}>
        <PenIcon /> {t("change")}
      </Button>
    </Flex>
  );
}
