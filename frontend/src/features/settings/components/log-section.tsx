"use client";

import { Badge, Box, Button, Flex, Input, NativeSelect, Skeleton, Text } from "@chakra-ui/react";
import { useDeferredValue, useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { DownloadIcon, RetryIcon, TableIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { apiUrl } from "@/lib/api/client";
import type { LogResult } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { logLevels, useLog, type LogLevel } from "../api/get-log";

const tones: Record<string, string> = { debug: "gray", info: "gray", warning: "orange", error: "red", critical: "red" };

/** The newest lines of the server's log. Its messages are for those who maintain ePACK and stay in English. */
export function LogSection() {
  const t = useTranslations("settings.log");
  const [level, setLevel] = useState<LogLevel>("info");
  const [text, setText] = useState("");
  const log = useLog(level, useDeferredValue(text.trim()));
  return (
    <Panel
      title={t("title")}
      actions={
        <Flex gap="2">
          <Button size="xs" variant="outline" aria-label={t("refresh")} loading={log.isFetching} onClick={() => void log.refetch()}>
            <RetryIcon /> {t("refresh")}
          </Button>
          <Button asChild size="xs" variant="outline">
            <a href={apiUrl("/logs/download")} download>
              <DownloadIcon /> {t("download")}
            </a>
          </Button>
        </Flex>
      }
    >
      <Flex gap="2" px="4" py="3" borderBottomWidth="1px" wrap="wrap">
        <NativeSelect.Root size="sm" w="52">
          <NativeSelect.Field aria-label={t("level")} value={level} onChange={(event) => setLevel(event.target.value as LogLevel)}>
            {logLevels.map((one) => (
              <option key={one} value={one}>
                {t(`levels.${one}`)}
              </option>
            ))}
          </NativeSelect.Field>
          <NativeSelect.Indicator />
        </NativeSelect.Root>
        <Input
          size="sm"
          flex="1"
          minW="48"
          type="search"
          aria-label={t("text")}
          placeholder={t("text")}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Flex>
      {log.data ? (
        log.data.lines.length > 0 ? (
          <Box as="ul" aria-label={t("title")} maxH="70vh" overflowY="auto" tabIndex={0}>
            {log.data.lines.map((line, index) => (
              <Line key={`${line.time} ${index}`} line={line} />
            ))}
          </Box>
        ) : (
          <StatePanel icon={<TableIcon />} title={t("none")}>
            {t("noneText")}
          </StatePanel>
        )
      ) : log.error ? (
        <ErrorPanel error={log.error} onRetry={() => void log.refetch()} />
      ) : (
        <Skeleton m="4" h="64" />
      )}
      {log.data && !log.data.complete && (
        <Text color="fg.muted" fontSize="xs" px="4" py="2" borderTopWidth="1px">
          {t("bounded")}
        </Text>
      )}
    </Panel>
  );
}

function Line({ line }: { line: LogResult["lines"][number] }) {
  const t = useTranslations("settings.log");
  const times = useTimes();
  const zone = useSiteZone();
  const at = Date.parse(line.time);
  const more = Object.entries(line.more);
  return (
    <Box as="li" listStyleType="none" px="4" py="1.5" borderBottomWidth="1px" fontSize="xs">
      <Flex gap="2" align="baseline" wrap="wrap">
        <Text color="fg.muted" fontVariantNumeric="tabular-nums" whiteSpace="nowrap">
          {Number.isNaN(at) ? line.time : `${times.dayAndTime(at, zone)} ${zoneLabel(at, zone)}`}
        </Text>
        <Badge size="xs" colorPalette={tones[line.level] ?? "gray"}>
          {line.level}
        </Badge>
        <Text flex="1" minW="min(100%, 16rem)" fontFamily="mono" overflowWrap="anywhere" whiteSpace="pre-wrap" lang="en">
          {line.event}
        </Text>
      </Flex>
      {more.length > 0 && (
        <Box as="details" color="fg.muted" mt="0.5">
          <Box as="summary" cursor="pointer" w="fit-content">
            {t("details")}
          </Box>
          <Text as="pre" fontFamily="mono" whiteSpace="pre-wrap" overflowWrap="anywhere" lang="en">
            {more.map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`).join("\n")}
          </Text>
        </Box>
      )}
    </Box>
  );
}
