"use client";

import { Box, Flex, Heading, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Panel } from "@/components/panel";
import { useCameraZone } from "@/lib/cameras/cameras";
import type { Match, SearchGroup, SearchResult } from "@/lib/api/types";

import { SEARCH_PAGE_SIZE } from "../api/search";
import { EventRow, ROW_REM, RowPlaceholder, type RowActions } from "./event-row";
import { VirtualRows } from "./virtual-rows";

type Props = {
  head: SearchResult;
  pages: ReadonlyMap<number, SearchResult>;
  onShow: (first: number, last: number) => void;
  openId: string | null;
  chosen: ReadonlySet<string>;
  calm: boolean;
  actions: RowActions;
};

type Rows = Pick<Props, "openId" | "chosen" | "calm" | "actions"> & { zoneOf: (cameraId: number) => string };

/** Results, one block per code that was asked for. */
export function ResultGroups({ head, ...given }: Props) {
  const zoneOf = useCameraZone();
  const rest = { ...given, zoneOf };
  return (
    <Stack gap="3">
      <Summary result={head} />
      {head.codes_total > 1 ? <Groups head={head} {...rest} /> : <OneGroup head={head} {...rest} />}
    </Stack>
  );
}

function Summary({ result }: { result: SearchResult }) {
  const t = useTranslations("trace");
  const missing = result.codes_total > result.groups.length ? 0 : result.groups.filter((group) => group.total === 0).length;
  return (
    <Text role="status" color="fg.muted" fontSize="xs" px="1">
      {t("summary", { found: result.codes_found, codes: result.codes_total, missing })}
      {" · "}
      {t("took", { ms: result.took_ms })}
    </Text>
  );
}

/** Several codes: each with its best matches. */
function Groups({ head, pages, onShow, ...rows }: Props & Rows) {
  const t = useTranslations("trace");
  const at = (index: number) => pages.get(Math.floor(index / SEARCH_PAGE_SIZE) + 1)?.groups[index % SEARCH_PAGE_SIZE];

  function indexOfOpen(): number {
    for (const [page, result] of pages) {
      const place = result.groups.findIndex((group) => group.matches.some((match) => match.event.id === rows.openId));
      if (place >= 0) return (page - 1) * SEARCH_PAGE_SIZE + place;
    }
    return -1;
  }

  function row(index: number) {
    const group = at(index);
    return (
      <Box pb="3">
        {group ? (
          <Panel aria-label={t("groupOf", { code: group.query })} overflow="hidden">
            <GroupHead group={group} />
            {group.matches.length > 0 ? <Matches matches={group.matches} {...rows} /> : <NotFound group={group} {...rows} />}
          </Panel>
        ) : (
          <Panel>
            <RowPlaceholder />
          </Panel>
        )}
      </Box>
    );
  }

  return (
    <VirtualRows
      count={head.codes_total}
      usual={ROW_REM + 3.125}
      keyOf={(index) => at(index)?.query ?? `${index}`}
      row={row}
      onShow={onShow}
      openIndex={indexOfOpen()}
    />
  );
}

/** One code: all events that fit. */
function OneGroup({ head, pages, onShow, ...rows }: Props & Rows) {
  const t = useTranslations("trace");
  const group = head.groups[0];
  const at = (index: number): Match | undefined =>
    pages.get(Math.floor(index / SEARCH_PAGE_SIZE) + 1)?.groups[0]?.matches[index % SEARCH_PAGE_SIZE];

  function indexOfOpen(): number {
    for (const [page, result] of pages) {
      const place = result.groups[0]?.matches.findIndex((match) => match.event.id === rows.openId) ?? -1;
      if (place >= 0) return (page - 1) * SEARCH_PAGE_SIZE + place;
    }
    return -1;
  }

  function row(index: number) {
    const match = at(index);
    return match ? <MatchRow match={match} {...rows} /> : <RowPlaceholder />;
  }

  if (!group) return null;
  return (
    <Panel aria-label={t("groupOf", { code: group.query })}>
      <GroupHead group={group} />
      {group.matches.length > 0 ? (
        <VirtualRows
          count={group.total}
          usual={ROW_REM}
          alike
          keyOf={(index) => at(index)?.event.id ?? `${index}`}
          row={row}
          onShow={onShow}
          openIndex={indexOfOpen()}
          separated
        />
      ) : (
        <NotFound group={group} {...rows} />
      )}
    </Panel>
  );
}

function GroupHead({ group }: { group: SearchGroup }) {
  const t = useTranslations("trace");
  return (
    <Flex align="baseline" gap="2" px="4" py="2" borderBottomWidth="1px" bg="bg.subtle" borderTopRadius="lg">
      <Heading as="h2" size="sm" fontFamily="mono" fontWeight="semibold" truncate flex="1" title={group.query}>
        {group.query}
      </Heading>
      <Text fontSize="xs" color="fg.muted" whiteSpace="nowrap">
        {group.more ? t("moreThan", { count: group.total }) : t("events", { count: group.total })}
      </Text>
    </Flex>
  );
}

/** Says that nothing fits, and shows what comes closest. */
function NotFound({ group, ...rows }: { group: SearchGroup } & Rows) {
  const t = useTranslations("trace");
  return (
    <>
      <Stack px="4" py="3" gap="1">
        <Text fontWeight="medium">{group.nearest.length > 0 ? t("notFoundNearest") : t("notFound")}</Text>
        {group.nearest.length === 0 && <Text color="fg.muted">{t("notFoundHint")}</Text>}
      </Stack>
      {group.nearest.length > 0 && (
        <Box borderTopWidth="1px" borderColor="border.muted">
          <Matches matches={group.nearest} asked={group.query} {...rows} />
        </Box>
      )}
    </>
  );
}

function Matches({ matches, asked, ...rows }: { matches: readonly Match[]; asked?: string } & Rows) {
  return (
    <Stack as="ul" gap="0" separator={<Box as="li" role="presentation" borderTopWidth="1px" borderColor="border.muted" />}>
      {matches.map((match) => (
        <Box as="li" key={match.event.id}>
          <MatchRow match={match} asked={asked} {...rows} />
        </Box>
      ))}
    </Stack>
  );
}

function MatchRow({ match: { event, why }, asked, openId, chosen, calm, zoneOf, actions }: { match: Match; asked?: string } & Rows) {
  return (
    <EventRow
      event={event}
      zone={zoneOf(event.camera_id)}
      why={why}
      asked={asked}
      open={event.id === openId}
      chosen={chosen.has(event.id)}
      calm={calm}
      actions={actions}
    />
  );
}
