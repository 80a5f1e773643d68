"use client";

import { Box, Button, Skeleton, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { StatePanel } from "@/components/feedback/state-panel";
import { AuditIcon, DownloadIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { Pager } from "@/components/pager";
import { Panel } from "@/components/panel";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useNow } from "@/lib/time/use-now";
import { zoneLabel } from "@/lib/time/zone";

import { auditTable, PAGE_SIZE, useAudit } from "../api/audit";
import { useNames } from "../api/names";
import { AuditFilters } from "./audit-filters";
import { AuditLine } from "./audit-line";
import { useAuditParams } from "./use-audit-params";

const MINUTE_MS = 60_000;

/** Who did what, when and from where; nothing of it can be changed. */
export function AuditView() {
  const t = useTranslations("audit");
  const zone = useSiteZone();
  const now = useNow(MINUTE_MS);
  const { params, page, filter, change, isFiltered } = useAuditParams();
  const audit = useAudit(filter, page);
  const names = useNames();
  const found = audit.data;
  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button asChild size="sm" variant="outline">
          <a href={auditTable(filter)} download>
            <DownloadIcon /> {t("table")}
          </a>
        </Button>
      }
    >
      <Panel>
        <AuditFilters params={params} actors={found?.actors ?? []} actions={found?.actions ?? []} onChange={change} />
        {found ? (
          found.items.length > 0 ? (
            <Box as="ul" aria-label={t("title")} aria-busy={audit.isPlaceholderData} opacity={audit.isPlaceholderData ? 0.6 : 1}>
              {found.items.map((line) => (
                <AuditLine key={line.seq} line={line} zone={zone} names={names} />
              ))}
            </Box>
          ) : (
            <StatePanel
              icon={<AuditIcon />}
              title={isFiltered ? t("noneFound") : t("none")}
              actions={
                isFiltered && (
                  <Button size="sm" variant="outline" onClick={() => change({ from: "", to: "", actor: "", action: "", text: "" })}>
                    {t("clear")}
                  </Button>
                )
              }
            >
              {isFiltered ? t("noneFoundText") : t("noneText")}
            </StatePanel>
          )
        ) : audit.error ? (
          <ErrorPanel error={audit.error} onRetry={() => void audit.refetch()} />
        ) : (
          <Skeleton m="4" h="96" />
        )}
        {found && <Pager page={page} pageSize={PAGE_SIZE} total={found.total} onPage={(next) => change({ page: next > 1 ? String(next) : "" })} />}
        <Text color="fg.muted" fontSize="xs" px="4" py="2" borderTopWidth="1px">
          {t("zone", { zone, offset: zoneLabel(now, zone) })}
        </Text>
      </Panel>
    </Page>
  );
}
