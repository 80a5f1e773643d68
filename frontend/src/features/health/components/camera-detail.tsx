"use client";

import { Box, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { toaster } from "@/components/feedback/toaster";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useTimes } from "@/lib/time/use-times";
import { useMayOperate } from "@/lib/session/session";

import { useHealthDetail } from "../api/get-health";
import { useSetBaseline } from "../api/set-baseline";
import { CameraTrends } from "./camera-trends";
import { ThenAndNow } from "./then-and-now";

/** Pictures of then and now, the trend, and what counts as normal. */
export function CameraDetail({ cameraId }: { cameraId: number }) {
  const mayChange = useMayOperate();
  const t = useTranslations("health");
  const times = useTimes();
  const text = useErrorText();
  const detail = useHealthDetail(cameraId);
  const baseline = useSetBaseline();
  const one = detail.data;
  if (!one) {
    if (detail.error) return <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />;
    return (
      <Stack p="4" gap="3">
        <Skeleton h="40" />
        <Skeleton h="24" />
      </Stack>
    );
  }

  /** Taken back from a message, too, when the details may be closed again. */
  function set(undo: boolean) {
    void baseline.mutateAsync({ cameraId, undo }).then(
      () =>
        undo
          ? toaster.info({ title: t("baseline.undone") })
          : toaster.success({ title: t("baseline.done"), action: { label: t("baseline.undo"), onClick: () => set(true) } }),
      (error: unknown) => toaster.error({ title: t("baseline.failed"), description: text(error) }),
    );
  }

  return (
    <Stack gap="5" p="4" borderTopWidth="1px">
      <ThenAndNow health={one} />
      <CameraTrends days={one.days} />
      <Flex gap="3" align="center" wrap="wrap">
        <Box flex="1" minW="min(100%, 20rem)">
          <Text fontSize="sm">
            {one.baseline ? t("baseline.days", { first: times.namedDay(one.baseline.first_day), last: times.namedDay(one.baseline.last_day) }) : t("baseline.none")}
            {one.reset_ms !== null && ` ${t("baseline.resetAt", { when: times.dayAndTime(one.reset_ms, one.timezone) })}`}
          </Text>
          <Text fontSize="sm" color="fg.muted">
            {t("baseline.hint")}
          </Text>
        </Box>
        {mayChange && one.reset_ms !== null && (
          <Button size="sm" variant="ghost" colorPalette="gray" loading={baseline.isPending} onClick={() => set(true)}>
            {t("baseline.undo")}
          </Button>
        )}
        {mayChange && (
          <Button size="sm" variant="outline" loading={baseline.isPending} onClick={() => set(false)}>
            {t("baseline.set")}
          </Button>
        )}
      </Flex>
    </Stack>
  );
}
