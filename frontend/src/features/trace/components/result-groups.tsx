"use client";

import { Box, Flex, Heading, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Pager } from "@/components/pager";
import { Panel } from "@/components/panel";
import type { Match, SearchGroup, SearchResult } from "@/lib/api/types";

import { EventRow, type RowActions } from "./event-row";

type Props = {
  result: SearchResult;
  openId: string | null;
  chosen: ReadonlySet<string>;
  actions: RowActions;
  onPage: (page: number) => void;
};

/** Results, one block per code that was asked for. */
export function ResultGroups({ result, openId, chosen, actions, onPage }: Props) {
  // One code: its events are paged. Several: the codes are.
  const rows = result.codes_total > 1 ? result.codes_total : (result.groups[0]?.total ?? 0);
  return (
    <Stack gap="3">
      <Summary result={result} />
      {result.groups.map((group) => (
        <Group key={group.query} group={group} openId={openId} chosen={chosen} actions={actions} />
      ))}
      <Panel border="none" bg="transparent">
        <Pager page={result.page} pageSize={result.page_size} total={rows} onPage={onPage} />
      </Panel>
    </Stack>
  );
}

function Summary({ result }: { result: SearchResult }) {
  const t = useTranslations("trace");
  const missing = result.groups.filter((group) => group.total === 0).length;
  return (
    <Text role="status" color="fg.muted" fontSize="xs" px="1">
      {t("summary", { found: result.codes_found, codes: result.codes_total, missing })}
      {" · "}
      {t("took", { ms: result.took_ms })}
    </Text>
  );
}

type GroupProps = { group: SearchGroup } & Pick<Props, "openId" | "chosen" | "actions">;

function Group({ group, openId, chosen, actions }: GroupProps) {
  const t = useTranslations("trace");
  return (
    <Panel aria-label={t("groupOf", { code: group.query })} overflow="hidden">
      <Flex align="baseline" gap="2" px="4" py="2" borderBottomWidth="1px" bg="bg.subtle">
        <Heading as="h2" size="sm" fontFamily="mono" fontWeight="semibold" truncate flex="1" title={group.query}>
          {group.query}
        </Heading>
        <Text fontSize="xs" color="fg.muted" whiteSpace="nowrap">
          {group.more || group.total > group.matches.length
            ? t("someOf", { shown: group.matches.length, total: group.total })
            : t("events", { count: group.total })}
        </Text>
      </Flex>
      {group.matches.length > 0 ? (
        <Matches matches={group.matches} openId={openId} chosen={chosen} actions={actions} />
      ) : (
        <NotFound group={group} openId={openId} chosen={chosen} actions={actions} />
      )}
    </Panel>
  );
}

/** Says that nothing fits, and shows what comes closest. */
function NotFound({ group, openId, chosen, actions }: GroupProps) {
  const t = useTranslations("trace");
  return (
    <>
      <Stack px="4" py="3" gap="1">
        <Text fontWeight="medium">{group.nearest.length > 0 ? t("notFoundNearest") : t("notFound")}</Text>
        {group.nearest.length === 0 && <Text color="fg.muted">{t("notFoundHint")}</Text>}
      </Stack>
      {group.nearest.length > 0 && (
        <Box borderTopWidth="1px" borderColor="border.muted">
          <Matches matches={group.nearest} openId={openId} chosen={chosen} actions={actions} />
        </Box>
      )}
    </>
  );
}

type MatchesProps = { matches: readonly Match[] } & Pick<Props, "openId" | "chosen" | "actions">;

function Matches({ matches, openId, chosen, actions }: MatchesProps) {
  return (
    <Stack as="ul" gap="0" separator={<Box borderTopWidth="1px" borderColor="border.muted" />}>
      {matches.map(({ event, why }) => (
        <EventRow
          key={event.id}
          event={event}
          why={why}
          open={event.id === openId}
          chosen={chosen.has(event.id)}
          actions={actions}
        />
      ))}
    </Stack>
  );
}
