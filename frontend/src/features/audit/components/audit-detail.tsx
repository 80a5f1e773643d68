"use client";

import { chakra } from "@chakra-ui/react";
import { Fragment, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { PageLink } from "@/components/page-link";
import { cameraPath, eventPath } from "@/config/paths";
import { useCameraZone } from "@/lib/cameras/cameras";
import { useSettingTexts } from "@/lib/settings/use-setting-texts";
import { useTimes } from "@/lib/time/use-times";
import { zoneLabel } from "@/lib/time/zone";

import type { Names } from "../api/names";
import { partsOf, type Part } from "./detail-parts";

const Link = chakra(PageLink);

type Props = {
  name: string;
  details: Record<string, unknown>;
  names: Names;
  /** Of the page: a time in another zone says which. */
  zone: string;
};

/** A value of a request: cameras by name, times as the camera's wall clock, events as a link to them. */
export function AuditDetail({ name, details, names, zone }: Props) {
  const t = useTranslations("audit");
  const times = useTimes();
  const settings = useSettingTexts();
  const zoneOf = useCameraZone();
  const camera = partsOf("camera_id", details.camera_id)[0];
  const ownZone = camera?.kind === "camera" ? zoneOf(camera.id) : zone;
  const parts = partsOf(name, details[name]);
  if (parts.length === 0) return "–";
  return parts.map((part, index) => (
    <Fragment key={index}>
      {index > 0 && ", "}
      {shown(part)}
    </Fragment>
  ));

  function shown(part: Part): ReactNode {
    switch (part.kind) {
      case "time":
        return `${times.dayAndTime(part.atMs, ownZone)}${ownZone === zone ? "" : ` ${zoneLabel(part.atMs, ownZone)}`}`;
      case "event":
        return (
          <Link href={eventPath(part.id)} color="brand.fg" textDecoration="underline">
            {part.id}
          </Link>
        );
      case "camera": {
        const known = names.camera(part.id);
        if (known === undefined) return t("gone", { id: part.id });
        return (
          <Link href={cameraPath(part.id)} color="brand.fg" textDecoration="underline">
            {known}
          </Link>
        );
      }
      case "source":
      case "user":
        return names[part.kind](part.id) ?? t("gone", { id: part.id });
      case "word": {
        const key = `values.${part.word}` as "values.yes";
        return t.has(key) ? t(key) : part.word;
      }
      case "setting":
        return settings.label(part.word);
      default:
        return part.text;
    }
  }
}
