"use client";

import { Badge, Button, Flex, IconButton, Input, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { toaster } from "@/components/feedback/toaster";
import { PenIcon, PlusIcon } from "@/components/icons";
import { SET_CODE } from "@/config/paths";
import type { EventCode, EventDetail, Sighting } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useMayOperate } from "@/lib/session/session";

import { useChangeEvent, type EventEdit } from "../api/change-event";
import { CodeChip } from "./code-chip";
import { CodeReading } from "./code-reading";

type Props = { event: EventDetail; onSearch: (code: string) => void; onSeek: (atMs: number) => void };

/** The codes of an event, each with the frame in which it was read; they can be corrected, taken away and added. */
export function EventCodes({ event, onSearch, onSeek }: Props) {
  const t = useTranslations("event");
  const text = useErrorText();
  const change = useChangeEvent(event.id);
  const mayChange = useMayOperate();
  const [editing, setEditing] = useState<string | null>(() => (mayChange && event.codes.length === 0 && window.location.hash === SET_CODE ? "" : null));

  const fail = (error: unknown) => toaster.error({ title: t("changeFailed"), description: text(error) });

  function send(edit: EventEdit, done: string) {
    change.mutate(edit, {
      onSuccess: (detail) => {
        setEditing(null);
        const made = detail.changes[0];
        toaster.success({
          title: done,
          // Another event may be open by then.
          action: made && { label: t("undo"), onClick: () => void change.mutateAsync({ kind: "undo", changeId: made.id }).catch(fail) },
        });
      },
      onError: fail,
    });
  }

  return (
    <Stack as="section" aria-label={t("codes")} gap="2" px="4" py="3" borderTopWidth="1px">
      {event.codes.map((code) => (
        <Flex key={`${code.format} ${code.text}`} gap="3" align="flex-start" wrap="wrap">
          <Reading code={code} event={event} onSeek={onSeek} />
          <Stack gap="1" flex="1" minW="40">
            {editing === code.text ? (
              <CodeForm
                label={t("rightCode")}
                value={code.text}
                busy={change.isPending}
                onSave={(right) => send({ kind: "correctCode", wrong: code.text, right }, t("corrected"))}
                onRemove={() => send(removal(code), t("takenAway"))}
                onCancel={() => setEditing(null)}
              />
            ) : (
              <Flex gap="1" align="center" minW="0">
                <CodeChip text={code.text} onSearch={onSearch} />
                {mayChange && (
                  <IconButton size="2xs" variant="ghost" colorPalette="gray" aria-label={t("correct", { code: code.text })} title={t("correct", { code: code.text })} onClick={() => setEditing(code.text)}>
                    <PenIcon />
                  </IconButton>
                )}
                {code.manual && <Badge colorPalette="blue">{t("byHand")}</Badge>}
              </Flex>
            )}
            <Text fontSize="xs" color="fg.muted">
              {code.manual ? t("setByHand") : t("readIn", { format: code.format, frames: code.frames })}
            </Text>
          </Stack>
        </Flex>
      ))}
      {editing === "" ? (
        <CodeForm label={t("newCode")} value="" busy={change.isPending} onSave={(added) => send({ kind: "addCode", text: added }, t("added"))} onCancel={() => setEditing(null)} />
      ) : (
        mayChange && (
          <Button alignSelf="flex-start" size="xs" variant="ghost" colorPalette="gray" onClick={() => setEditing("")}>
            <PlusIcon /> {t("addCode")}
          </Button>
        )
      )}
    </Stack>
  );
}

function removal(code: EventCode): EventEdit {
  return { kind: "correctCode", wrong: code.text, right: null };
}

function Reading({ code, event, onSeek }: { code: EventCode; event: EventDetail; onSeek: (atMs: number) => void }) {
  const seen = event.sightings.filter((one) => one.text === code.text && one.last_ms >= event.start_ms && one.first_ms <= event.end_ms);
  const best = seen.reduce<Sighting | null>((top, one) => (top === null || one.confidence > top.confidence ? one : top), null);
  if (code.manual || best === null) return null;
  return <CodeReading sighting={best} onShow={() => onSeek(best.best_ms)} />;
}

type FormProps = {
  label: string;
  value: string;
  busy: boolean;
  onSave: (text: string) => void;
  onRemove?: () => void;
  onCancel: () => void;
};

function CodeForm({ label, value, busy, onSave, onRemove, onCancel }: FormProps) {
  const t = useTranslations("event");
  const [text, setText] = useState(value);
  const wanted = text.trim();

  function submit(event: FormEvent) {
    event.preventDefault();
    if (wanted !== "" && wanted !== value) onSave(wanted);
  }

  return (
    <Flex as="form" gap="1" wrap="wrap" align="center" onSubmit={submit}>
      <Input
        size="xs"
        fontFamily="mono"
        flex="1"
        minW="36"
        autoFocus
        aria-label={label}
        data-scan="keep"
        value={text}
        spellCheck={false}
        autoCapitalize="off"
        maxLength={500}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          onCancel();
        }}
      />
      <Button type="submit" size="xs" loading={busy} disabled={wanted === "" || wanted === value}>
        {t("save")}
      </Button>
      {onRemove && (
        <Button size="xs" variant="outline" colorPalette="red" disabled={busy} onClick={onRemove}>
          {t("takeAway")}
        </Button>
      )}
      <Button size="xs" variant="ghost" colorPalette="gray" onClick={onCancel}>
        {t("cancel")}
      </Button>
    </Flex>
  );
}
