"use client";

import { Box, Button, chakra, Flex, Grid, Skeleton, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { SearchIcon } from "@/components/icons";
import { PageLink } from "@/components/page-link";
import { Panel } from "@/components/panel";
import { eventPath, paths, setCodePath } from "@/config/paths";
import type { PackingEvent } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useRefreshOn } from "@/lib/live/use-refresh-on";
import { useMayOperate } from "@/lib/session/session";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { LATEST_ORDERS, useLatestOrders } from "../api/get-events";
import { traceKeys } from "../api/keys";
import { CodeTexts } from "./code-chip";
import { Thumbnail } from "./thumbnail";

const Link = chakra(PageLink);
/** Of every row, also of one that is still awaited: nothing moves when it comes. */
const ROW_HEIGHT = "4.75rem";

/** The newest packing events as a card of another page, each a way into Trace. */
export function LatestOrders() {
  const t = useTranslations("overview.latest");
  const latest = useLatestOrders();
  useRefreshOn(["event"], traceKeys.latestOrders, 1_500);
  const events = latest.data?.items;
  return (
    <Panel
      title={t("title")}
      actions={
        <Button asChild size="xs" variant="ghost">
          <PageLink href={paths.trace}>{t("all")}</PageLink>
        </Button>
      }
    >
      {events ? (
        events.length > 0 ? (
          <Rows label={t("title")}>
            {events.map((event) => (
              <Order key={event.id} event={event} />
            ))}
          </Rows>
        ) : (
          <StatePanel icon={<SearchIcon />} title={t("none")}>
            {t("noneText")}
          </StatePanel>
        )
      ) : latest.error ? (
        <ErrorPanel error={latest.error} onRetry={() => void latest.refetch()} />
      ) : (
        <Rows>
          {Array.from({ length: LATEST_ORDERS }, (_, row) => (
            <Flex as="li" key={row} h={ROW_HEIGHT} px="2" py="2.5" listStyleType="none">
              <Skeleton w="full" />
            </Flex>
          ))}
        </Rows>
      )}
    </Panel>
  );
}

/** One below the other, or in two or three columns where they fit. */
function Rows({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <Grid as="ul" aria-label={label} templateColumns="repeat(auto-fit, minmax(min(100%, max(20.5rem, 30%)), 1fr))" p="2">
      {children}
    </Grid>
  );
}

/** The whole row leads to the event; what is to do for it stands beside. */
function Order({ event }: { event: PackingEvent }) {
  const t = useTranslations("overview.latest");
  const trace = useTranslations("trace");
  const times = useTimes();
  const zone = useCameraZone()(event.camera_id);
  const mayOperate = useMayOperate();
  const when = times.dayAndTime(event.start_ms, zone);
  const bare = event.codes.length === 0;
  return (
    <Flex as="li" listStyleType="none" position="relative" align="center" gap="3" h={ROW_HEIGHT} px="2" rounded="md" _hover={{ bg: "bg.subtle" }} data-event={event.id}>
      <Thumbnail eventId={event.id} small load />
      <Box flex="1" minW="0">
        <Flex h="1.375rem" gap="2" align="center" justify="space-between" minW="0">
          <Link
            href={eventPath(event.id)}
            minW="0"
            rounded="md"
            _after={{ content: '""', position: "absolute", inset: "0", rounded: "md" }}
            _focusVisible={{ outline: "none", _after: { focusRing: "inside", outline: "2px solid", outlineColor: "brand.focusRing", outlineOffset: "-2px" } }}
            aria-label={`${bare ? t("without") : event.codes.map((code) => code.text).join(", ")}. ${trace("eventName", { camera: event.camera_name, when })}`}
          >
            {bare ? (
              <Text as="span" color="mark.fg" fontWeight="medium">
                {t("without")}
              </Text>
            ) : (
              <CodeTexts codes={event.codes} />
            )}
          </Link>
          {bare && mayOperate && (
            <Link
              href={setCodePath(event.id)}
              position="relative"
              zIndex="1"
              flexShrink="0"
              py="1"
              color="brand.fg"
              fontSize="xs"
              fontWeight="medium"
              _hover={{ textDecoration: "underline" }}
              aria-label={t("setCodeOf", { event: trace("eventName", { camera: event.camera_name, when }) })}
            >
              {t("setCode")}
            </Link>
          )}
        </Flex>
        <Flex gap="1.5" lineHeight="short" minW="0">
          <Text truncate title={event.camera_name}>
            {event.camera_name}
          </Text>
          <Text color="fg.muted" flexShrink="0" fontVariantNumeric="tabular-nums">
            · {clockLength(event.duration_ms)}
          </Text>
        </Flex>
        <Text truncate color="fg.muted" fontSize="xs" lineHeight="short" fontVariantNumeric="tabular-nums">
          {when} {zoneLabel(event.start_ms, zone)}
        </Text>
      </Box>
    </Flex>
  );
}
