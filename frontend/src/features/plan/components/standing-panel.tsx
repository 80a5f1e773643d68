"use client";

import { Badge, Box, Button, Flex, Heading, SimpleGrid, Stack, Text } from "@chakra-ui/react";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ConfirmDialog } from "@/components/confirm-dialog";
import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import type { Plan } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

import { useTakeOff } from "../api/plan";

/** How the plan stands, in words; then the figures, and what is known of the licence. */
export function StandingPanel({ plan }: { plan: Plan }) {
  const t = useTranslations("plan");
  const times = useTimes();
  const zone = useSiteZone();
  const [leaving, setLeaving] = useState(false);
  const { licence } = plan;
  const state = plan.state as "valid";
  const known = t.has(`states.${state}.title`);
  const values = {
    date: plan.ends_ms === null ? "" : times.day(plan.ends_ms, zone),
    ends: plan.ends_ms === null ? "never" : "dated",
    analyses: plan.may_analyse ? "yes" : "no",
  };
  const palette = !plan.may_analyse ? "red" : plan.warn ? "orange" : "green";
  return (
    <Panel
      title={t("standing")}
      actions={
        licence && (
          <Button size="xs" variant="outline" colorPalette="gray" onClick={() => setLeaving(true)}>
            {t("takeOff")}
          </Button>
        )
      }
    >
      <Stack gap="4" px="4" py="4">
        <Box>
          <Flex gap="3" align="center" wrap="wrap" mb="1">
            <Heading as="h3" size="lg" fontWeight="semibold" letterSpacing="tight">
              {known ? t(`states.${state}.title`) : plan.state}
            </Heading>
            <Badge colorPalette={palette}>{plan.may_analyse ? t("analysing") : t("stopped")}</Badge>
          </Flex>
          {known && <Text maxW="46rem">{t(`states.${state}.text`, values)}</Text>}
          {plan.state !== "unlimited" && (
            <Text color="fg.muted" maxW="46rem" mt="1">
              {t("forEver")}
            </Text>
          )}
        </Box>
        {plan.releases_waiting > 0 && <Notice tone="info">{t("releasesWaiting")}</Notice>}
        {plan.clock_set_back && <Notice tone="info">{t("clockSetBack")}</Notice>}
        {plan.cameras !== null && plan.cameras_used > plan.cameras && (
          <Notice tone="info">{t("tooManyCameras", { over: plan.cameras_used - plan.cameras })}</Notice>
        )}
        <SimpleGrid as="dl" columns={{ base: 1, sm: 2, lg: 3 }} gap="4">
          {plan.days_left !== null && <Fact name={t("daysLeft")}>{t("days", { count: plan.days_left })}</Fact>}
          <Fact name={t("cameras")}>
            {plan.cameras === null ? t("camerasUsed", { used: plan.cameras_used }) : t("camerasOf", { used: plan.cameras_used, most: plan.cameras })}
          </Fact>
          {licence && <LicenceFacts licence={licence} />}
        </SimpleGrid>
      </Stack>
      {leaving && <TakeOffDialog onClose={() => setLeaving(false)} />}
    </Panel>
  );
}

function LicenceFacts({ licence }: { licence: NonNullable<Plan["licence"]> }) {
  const t = useTranslations("plan");
  const times = useTimes();
  const zone = useSiteZone();
  const features = licence.features.map((one) => (t.has(`features.${one as "counting"}`) ? t(`features.${one as "counting"}`) : one));
  return (
    <>
      <Fact name={t("customer")}>
        {licence.customer}
        {licence.email && (
          <Text as="span" display="block" color="fg.muted">
            {licence.email}
          </Text>
        )}
      </Fact>
      <Fact name={t("key")}>
        <Text as="span" fontFamily="mono" fontSize="sm">
          {licence.key}
        </Text>
      </Fact>
      <Fact name={t("runsUntil")}>{licence.expires_ms === null ? t("noEnd") : times.day(licence.expires_ms, zone)}</Fact>
      <Fact name={t("issued")}>{times.day(licence.issued_ms, zone)}</Fact>
      <Fact name={t("machines")}>
        {t("machineCount", { count: licence.activations })} · {licence.bound ? t("bound") : t("unbound")}
      </Fact>
      {features.length > 0 && <Fact name={t("featuresTitle")}>{features.join(", ")}</Fact>}
    </>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Box minW="0">
      <Text as="dt" color="fg.muted" fontSize="xs">
        {name}
      </Text>
      <Box as="dd" overflowWrap="anywhere" fontVariantNumeric="tabular-nums">
        {children}
      </Box>
    </Box>
  );
}

function TakeOffDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("plan");
  const takeOff = useTakeOff();
  return (
    <ConfirmDialog
      open
      title={t("takeOffTitle")}
      action={t("takeOff")}
      pending={takeOff.isPending}
      error={takeOff.error}
      onClose={onClose}
      onConfirm={() =>
        takeOff.mutate(undefined, {
          onSuccess: (plan) => {
            toaster.success({ title: t("takenOff"), description: plan.releases_waiting > 0 ? t("releasesWaiting") : undefined });
            onClose();
          },
        })
      }
    >
      <Text>{t("takeOffText")}</Text>
    </ConfirmDialog>
  );
}
