"use client";

import { Button, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CopyField } from "@/components/copy-field";
import { Modal } from "@/components/modal";
import { OwnMachineNotice } from "@/components/own-machine-notice";
import type { IssuedAddress } from "@/lib/api/types";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

/** The one-time address, shown once: whoever opens it sets the password. */
export function AddressDialog({ issued, onClose }: { issued: IssuedAddress; onClose: () => void }) {
  const t = useTranslations("users");
  const times = useTimes();
  const zone = useSiteZone();
  const address = new URL(issued.address, window.location.origin).href;
  const kind = issued.kind === "reset" ? "reset" : "invitation";
  const until = times.dayAndTime(issued.expires_ms, zone);
  const letter = mailAddress(issued.user.email, t("mailSubject"), t("mailText", { address, until }));
  return (
    <Modal
      open
      once
      onClose={onClose}
      title={t(`addresses.${kind}`)}
      size="md"
      footer={
        <>
          <Button asChild variant="outline">
            <a href={letter}>{t("writeMail")}</a>
          </Button>
          <Button onClick={onClose}>{t("sent")}</Button>
        </>
      }
    >
      <Stack gap="4">
        <Text overflowWrap="anywhere">{t("addressText", { name: issued.user.display_name || issued.user.name })}</Text>
        <CopyField label={t("address")} value={address} help={t("addressHelp", { until })} />
        <OwnMachineNotice />
      </Stack>
    </Modal>
  );
}

/** Opens the mail program with a letter that can be sent as it is; ePACK itself sends none to people of the shop. */
function mailAddress(to: string | null, subject: string, text: string): string {
  const letter = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(text)}`;
  return `mailto:${encodeURIComponent(to ?? "").replace("%40", "@")}?${letter}`;
}
