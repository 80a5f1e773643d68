"use client";

import { Button, chakra, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { UndoIcon } from "@/components/icons";
import type { EventChange, EventDetail } from "@/lib/api/types";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useMayOperate } from "@/lib/session/session";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { useChangeEvent } from "../api/change-event";

/** What people changed of the event: before, after, when; each change can be taken back. */
export function ChangeLog({ event }: { event: EventDetail }) {
  const t = useTranslations("event");
  if (event.changes.length === 0) return null;
  return (
    <chakra.details borderTopWidth="1px" px="4" py="2">
      <chakra.summary fontSize="xs" color="fg.muted" cursor="pointer" py="1">
        {t("changes", { count: event.changes.length })}
      </chakra.summary>
      <Stack as="ul" gap="1" py="1" aria-label={t("changeList")}>
        {event.changes.map((change) => (
          <Line key={change.id} event={event} change={change} />
        ))}
      </Stack>
    </chakra.details>
  );
}

function Line({ event, change }: { event: EventDetail; change: EventChange }) {
  const t = useTranslations("event");
  const text = useErrorText();
  const times = useTimes();
  const zone = useCameraZone()(event.camera_id);
  const undo = useChangeEvent(event.id);
  const mayChange = useMayOperate();

  function what(): string {
    if (change.field === "locked") return change.after === true ? t("logLocked") : t("logUnlocked");
    const before = String(change.before ?? "");
    const after = String(change.after ?? "");
    if (change.field === "note") return after === "" ? t("logNoteGone", { before }) : t("logNote", { after });
    if (before === "") return t("logAdded", { after });
    return after === "" ? t("logTakenAway", { before }) : t("logCorrected", { before, after });
  }

  return (
    <Flex as="li" gap="2" align="center" minH="7">
      <Text fontSize="xs" flex="1" minW="0" overflowWrap="anywhere" color={change.undone_ms === null ? undefined : "fg.subtle"}>
        <Text as="span" color="fg.muted" fontVariantNumeric="tabular-nums">
          {times.dayAndTime(change.at_ms, zone)} {zoneLabel(change.at_ms, zone)}
        </Text>{" "}
        {what()}
      </Text>
      {change.undone_ms === null ? mayChange && (
        <Button
          size="2xs"
          variant="ghost"
          colorPalette="gray"
          loading={undo.isPending}
          onClick={() =>
            undo.mutate(
              { kind: "undo", changeId: change.id },
              { onError: (error) => toaster.error({ title: t("changeFailed"), description: text(error) }) },
            )
          }
        >
          <UndoIcon /> {t("undo")}
        </Button>
      ) : (
        <Text fontSize="xs" color="fg.subtle">
          {t("undone")}
        </Text>
      )}
    </Flex>
  );
}
