"use client";

import { chakra, Text } from "@chakra-ui/react";
import { useFormatter, useTranslations } from "use-intl";

import { PageLink } from "@/components/page-link";
import { eventsPath } from "@/config/paths";
import type { Recording } from "@/lib/api/types";
import { toWallClockSecond } from "@/lib/time/zone";

const Link = chakra(PageLink);
const SECOND_MS = 1_000;

type Props = { recording: Recording; zone: string; inWords?: boolean };

/** How many packing events begin in a file, as the way to them; a dash before its analysis, in words nothing. */
export function FileOrders({ recording, zone, inWords = false }: Props) {
  const t = useTranslations("program.files");
  const format = useFormatter();
  const { file_name: file } = recording;
  // A server that is older than this page does not tell it.
  const count = recording.events ?? null;
  if (count === null) return inWords ? null : <Text color="fg.muted">–</Text>;
  const text = inWords ? t("ordersIn", { count }) : format.number(count);
  if (count === 0) return <Text color="fg.muted">{text}</Text>;
  return (
    <Link
      href={eventsOf(recording, zone)}
      color="brand.fg"
      py="2"
      px="1"
      mx="-1"
      rounded="sm"
      whiteSpace="nowrap"
      _hover={{ textDecoration: "underline" }}
      aria-label={t("ordersOf", { count, file })}
    >
      {text}
    </Link>
  );
}

/** Trace with the time of the file, to the second: events are listed by when they begin. */
function eventsOf({ camera_id: cameraId, start_ms: fromMs, duration_ms: lengthMs }: Recording, zone: string): string {
  const toMs = Math.ceil((fromMs + lengthMs) / SECOND_MS) * SECOND_MS;
  return eventsPath(cameraId, toWallClockSecond(fromMs, zone), toWallClockSecond(toMs, zone));
}
