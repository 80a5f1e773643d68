"use client";

import { Box, Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { WarningIcon } from "@/components/icons";
import { PageLink } from "@/components/page-link";
import { settingsPath } from "@/config/paths";
import type { Source, SourceStatus } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useFreeSpace } from "@/lib/sources/free-space";
import { useTroubleTexts } from "@/lib/sources/use-trouble-texts";
import { useTimes } from "@/lib/time/use-times";

import { useOrderSource } from "../api/control-source";
import { solutionOf, type Solution } from "../hooks/solution";

type Props = { source: Source; status: SourceStatus; onEdit: (source: Source) => void };

/** What went wrong with a source the last time, what to do about it, and the one button that does it. */
export function TroubleNotice({ source, status, onEdit }: Props) {
  const t = useTranslations("sources.facts");
  const words = useTroubleTexts();
  const times = useTimes();
  const zone = useSiteZone();
  const { trouble } = status;
  if (trouble === null) return null;
  const stuck = status.state === "failed";
  const more = [
    status.failures > 1 ? t("retries", { count: status.failures }) : null,
    status.next_ms !== null && !stuck ? t("again", { when: times.dayAndTime(status.next_ms, zone) }) : null,
  ].filter(Boolean);
  return (
    <Flex role={stuck ? "alert" : "status"} gap="2.5" px="4" py="3" borderBottomWidth="1px" bg={stuck ? "red.subtle" : "mark.subtle"} color={stuck ? "red.fg" : "mark.fg"}>
      <WarningIcon mt="0.5" />
      <Box flex="1" minW="0">
        <Text fontWeight="semibold">{[status.details.camera, words.title(trouble)].filter(Boolean).join(": ")}</Text>
        <Text lineHeight="short" overflowWrap="anywhere">
          {words.advice(status)}
        </Text>
        {more.length > 0 && (
          <Text fontSize="xs" mt="0.5">
            {more.join(" · ")}
          </Text>
        )}
        <Box mt="2">
          <Solve solution={solutionOf(trouble, source)} source={source} onEdit={onEdit} />
        </Box>
      </Box>
    </Flex>
  );
}

function Solve({ solution, source, onEdit }: { solution: Solution; source: Source; onEdit: (source: Source) => void }) {
  const t = useTranslations("sources.solve");
  const failed = useTranslations("sources.actions");
  const text = useErrorText();
  const times = useTimes();
  const order = useOrderSource();
  const free = useFreeSpace();
  const onError = (error: unknown) => toaster.error({ title: failed("failed"), description: text(error) });
  if (solution === "networks" || solution === "folders") {
    return (
      <Button asChild size="xs" variant="outline">
        <PageLink href={settingsPath(solution === "networks" ? "sources" : "folders")}>{t(solution)}</PageLink>
      </Button>
    );
  }

  function act() {
    if (solution === "sync") order.mutate({ id: source.id, order: "sync" }, { onError });
    else if (solution === "space") {
      free.mutate(undefined, { onSuccess: ({ freed_bytes: freed }) => toaster.success({ title: t("freed", { size: times.size(freed ?? 0) }) }), onError });
    } else onEdit(source);
  }

  return (
    <Button size="xs" loading={order.isPending || free.isPending} onClick={act}>
      {t(solution)}
    </Button>
  );
}
