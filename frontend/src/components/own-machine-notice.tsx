"use client";

import { useTranslations } from "use-intl";

import { Notice } from "./feedback/notice";

/** Beside an address for others: opened on ePACK's own machine, the page knows none that works elsewhere. */
export function OwnMachineNotice() {
  const t = useTranslations("controls");
  return isOwnMachine(window.location.hostname) && <Notice tone="info">{t("ownMachine")}</Notice>;
}

function isOwnMachine(host: string): boolean {
  return host === "localhost" || host === "[::1]" || host.startsWith("127.");
}
