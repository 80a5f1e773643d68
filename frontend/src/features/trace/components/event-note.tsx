"use client";

import { Button, Flex, Text, Textarea } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { LockIcon, UnlockIcon } from "@/components/icons";
import type { EventDetail } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useMayOperate } from "@/lib/session/session";

import { useChangeEvent, type EventEdit } from "../api/change-event";
import { useNoteDraft } from "../hooks/use-note-draft";

/** What the server takes (backend/domain/event.py). */
const LONGEST = 4_000;

/** What a person says of the event, and whether it is kept for ever. */
export function EventNote({ event }: { event: EventDetail }) {
  const t = useTranslations("event");
  const text = useErrorText();
  const change = useChangeEvent(event.id);
  const mayChange = useMayOperate();
  const [note, setNote] = useNoteDraft(event);
  // A field that takes no more would cut off what is pasted into it without a word.
  const isLong = note.length > LONGEST;
  const isNew = note !== event.note;

  function send(edit: EventEdit) {
    change.mutate(edit, { onError: (error) => toaster.error({ title: t("changeFailed"), description: text(error) }) });
  }

  if (!mayChange) return <NoteToRead event={event} />;
  return (
    <Flex direction="column" gap="2" px="4" py="3" borderTopWidth="1px">
      <Textarea
        size="sm"
        rows={1}
        autoresize
        maxH="32"
        aria-invalid={isLong || undefined}
        aria-label={t("note")}
        placeholder={t("notePlaceholder")}
        value={note}
        onChange={(changed) => setNote(changed.target.value)}
        onKeyDown={(pressed) => {
          if (pressed.key === "Enter" && (pressed.ctrlKey || pressed.metaKey) && isNew && !isLong) send({ kind: "note", note });
        }}
      />
      {isLong && (
        <Text fontSize="xs" color="fg.error" role="alert">
          {t("noteTooLong", { length: note.length, most: LONGEST })}
        </Text>
      )}
      <Flex gap="2" align="center" wrap="wrap">
        <Button
          size="xs"
          variant={event.locked ? "subtle" : "outline"}
          colorPalette={event.locked ? "brand" : "gray"}
          aria-pressed={event.locked}
          loading={change.isPending && change.variables.kind === "lock"}
          onClick={() => send({ kind: "lock", locked: !event.locked })}
        >
          {event.locked ? <LockIcon /> : <UnlockIcon />} {event.locked ? t("locked") : t("lock")}
        </Button>
        <Text fontSize="xs" color="fg.muted" flex="1" minW="32">
          {event.locked ? t("lockedHelp") : t("lockHelp")}
        </Text>
        {isNew && (
          <>
            <Button size="xs" variant="ghost" colorPalette="gray" onClick={() => setNote(event.note)}>
              {t("cancel")}
            </Button>
            <Button size="xs" disabled={isLong} loading={change.isPending && change.variables.kind === "note"} onClick={() => send({ kind: "note", note })}>
              {t("saveNote")}
            </Button>
          </>
        )}
      </Flex>
    </Flex>
  );
}

/** For whoever may look but not change. */
function NoteToRead({ event }: { event: EventDetail }) {
  const t = useTranslations("event");
  if (event.note === "" && !event.locked) return null;
  return (
    <Flex direction="column" gap="1" px="4" py="3" borderTopWidth="1px">
      {event.note !== "" && (
        <Text aria-label={t("note")} whiteSpace="pre-wrap" overflowWrap="anywhere">
          {event.note}
        </Text>
      )}
      {event.locked && (
        <Text fontSize="xs" color="fg.muted">
          <LockIcon /> {t("lockedHelp")}
        </Text>
      )}
    </Flex>
  );
}
