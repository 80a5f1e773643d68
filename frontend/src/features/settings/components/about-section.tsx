"use client";

import { Box, Flex, Grid, Input, Skeleton, Stack, Table, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Panel } from "@/components/panel";
import type { About } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useAbout } from "../api/get-about";
import { DoctorPanel } from "./doctor-panel";

/** What is installed here, whether it is well, and on whose work it stands. */
export function AboutSection() {
  const t = useTranslations("settings.about");
  const about = useAbout();
  return (
    <Stack gap="4">
      <Panel title={t("title")}>
        {about.data ? (
          <Facts about={about.data} />
        ) : about.error ? (
          <ErrorPanel error={about.error} onRetry={() => void about.refetch()} />
        ) : (
          <Skeleton m="4" h="48" />
        )}
      </Panel>
      <DoctorPanel />
      {/* That they could not be had is said above. */}
      {(about.data || !about.error) && <Panel title={t("libraries")}>{about.data ? <Libraries about={about.data} /> : <Skeleton m="4" h="48" />}</Panel>}
    </Stack>
  );
}

function Facts({ about }: { about: About }) {
  const t = useTranslations("settings.about");
  const times = useTimes();
  const zone = useSiteZone();
  const facts: readonly (readonly [string, string])[] = [
    [t("version"), `ePACK ${about.version}`],
    [t("python"), about.python],
    [t("started"), `${times.dayAndTime(about.started_ms, zone)} ${zoneLabel(about.started_ms, zone)}`],
    [t("store"), t("storeSize", { size: times.size(about.store_bytes), events: about.events })],
    [t("dataDir"), about.data_dir],
    [t("clips"), about.clips_dir],
    [t("backups"), about.backups_dir],
    [t("logs"), about.logs_dir],
  ];
  return (
    <Grid as="dl" templateColumns={{ base: "1fr", sm: "max-content minmax(0, 1fr)" }} columnGap="6" rowGap={{ base: "0", sm: "2" }} p="4">
      {facts.map(([name, value]) => (
        <Box key={name} display={{ base: "block", sm: "contents" }} mb={{ base: "2", sm: "0" }}>
          <Text as="dt" color="fg.muted">
            {name}
          </Text>
          <Text as="dd" overflowWrap="anywhere">
            {value}
          </Text>
        </Box>
      ))}
    </Grid>
  );
}

function Libraries({ about }: { about: About }) {
  const t = useTranslations("settings.about");
  const [wanted, setWanted] = useState("");
  const needle = wanted.trim().toLowerCase();
  const shown = about.libraries.filter((one) => `${one.name} ${one.licence}`.toLowerCase().includes(needle));
  return (
    <Stack gap="3" p="4">
      <Flex gap="3" align="center" wrap="wrap">
        <Text color="fg.muted" flex="1" minW="min(100%, 16rem)">
          {t("librariesText", { count: about.libraries.length })}
        </Text>
        <Input size="sm" w="52" type="search" aria-label={t("find")} placeholder={t("find")} value={wanted} onChange={(event) => setWanted(event.target.value)} />
      </Flex>
      <Box maxH="24rem" overflow="auto" borderWidth="1px" rounded="md" tabIndex={0} role="region" aria-label={t("libraries")}>
        <Table.Root size="sm">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeader>{t("library")}</Table.ColumnHeader>
              <Table.ColumnHeader>{t("licence")}</Table.ColumnHeader>
              <Table.ColumnHeader>{t("part")}</Table.ColumnHeader>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {shown.map((one) => (
              <Table.Row key={`${one.part} ${one.name}`}>
                <Table.Cell>
                  <span translate="no">{one.name}</span> <Text as="span" color="fg.muted">{one.version}</Text>
                </Table.Cell>
                <Table.Cell>{one.licence ? <span translate="no">{one.licence}</span> : t("unstated")}</Table.Cell>
                <Table.Cell color="fg.muted">{t(`parts.${one.part}`)}</Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      </Box>
    </Stack>
  );
}
