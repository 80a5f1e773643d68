"use client";

import { memo, useState } from "react";
import { useTranslations } from "use-intl";

import { CutIcon, LockIcon, PenIcon } from "@/components/icons";
import type { Match, PackingEvent } from "@/lib/api/types";
import { clockLength } from "@/lib/time/format";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import { media } from "../api/media";
import { useDwell } from "../hooks/use-dwell";
import { CodeChips } from "./code-chip";
import { CodeDifference } from "./code-difference";
import { EventBadge, FlagBadges, WhyBadge } from "./event-badges";
import styles from "./event-row.module.css";
import { Picture, Thumbnail } from "./thumbnail";

export type RowActions = {
  onOpen: (eventId: string) => void;
  onSearch: (code: string) => void;
  onChoose: (eventId: string, wanted: boolean) => void;
};

type Props = {
  event: PackingEvent;
  /** The zone in which its time is shown. */
  zone: string;
  why?: Match["why"];
  /** What was asked for where nothing was found, so that the difference can be shown. */
  asked?: string;
  /** The filmstrip may load: no video is waiting for its first picture. */
  calm: boolean;
  open: boolean;
  chosen: boolean;
  actions: RowActions;
};

/** Height of every row in rem; stands in the style sheet too. */
export const ROW_REM = 7.75;
const MOST_CODES = 3;

/** In the place of a row whose page is being read. */
export function RowPlaceholder() {
  return <div className={styles.waiting} />;
}

/** One event in a list. The whole row opens it; the chips and the tick do their own thing. */
export const EventRow = memo(function EventRow({ event, zone, why, asked, calm, open, chosen, actions }: Props) {
  const t = useTranslations("trace");
  const times = useTimes();
  const stays = useDwell();
  // Once there it stays.
  const [strip, setStrip] = useState(calm);
  if (calm && !strip) setStrip(true);
  const when = times.dayAndTime(event.start_ms, zone);

  return (
    <div className={styles.row} data-event={event.id} data-open={open || undefined}>
      <label className={styles.tick}>
        <input
          type="checkbox"
          checked={chosen}
          aria-label={t("choose", { event: t("eventName", { camera: event.camera_name, when }) })}
          onChange={(change) => actions.onChoose(event.id, change.target.checked)}
        />
      </label>
      <Thumbnail eventId={event.id} load={stays} />
      <div className={styles.body}>
        <div className={styles.codes}>
          <CodeChips codes={event.codes} matched={why?.code} most={MOST_CODES} onSearch={actions.onSearch} />
          {why && <WhyBadge why={why} />}
          {why && asked !== undefined && <CodeDifference asked={asked} stored={why.code} />}
        </div>
        <button type="button" className={styles.open} aria-current={open || undefined} onClick={() => actions.onOpen(event.id)}>
          <span className={styles.hidden}>{t("openEvent")}</span>
          <span className={styles.name} title={event.camera_name}>
            {event.camera_name}
          </span>
          <span className={styles.when}>
            {when} {zoneLabel(event.start_ms, zone)} · {clockLength(event.duration_ms)}
          </span>
        </button>
        <div className={styles.strip}>{strip && stays && <Picture src={media.filmstrip(event.id, 6, 96)} low />}</div>
        <Badges event={event} />
      </div>
    </div>
  );
});

function Badges({ event: { flags, locked, note, clips } }: { event: PackingEvent }) {
  const t = useTranslations("trace");
  const cut = clips.filter((clip) => clip.status === "done").length;
  if (flags.length === 0 && !locked && note === "" && cut === 0) return null;
  return (
    <div className={styles.badges}>
      {locked && (
        <EventBadge tone="brand">
          <LockIcon /> {t("locked")}
        </EventBadge>
      )}
      {cut > 0 && (
        <EventBadge tone="green">
          <CutIcon /> {t("hasClips", { count: cut })}
        </EventBadge>
      )}
      <FlagBadges flags={flags} />
      {note !== "" && (
        <EventBadge title={note}>
          <PenIcon />
          <span>{note}</span>
        </EventBadge>
      )}
    </div>
  );
}
