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
  return (
    <Modal open onClose={onClose} title={t(`addresses.${kind}`)} size="md" footer={<Button onClick={onClose}>{t("sent")}</Button>}>
      <Stack gap="4">
        <Text overflowWrap="anywhere">{t("addressText", { name: issued.user.display_name || issued.user.name })}</Text>
        <CopyField label={t("address")} value={address} help={t("addressHelp", { until: times.dayAndTime(issued.expires_ms, zone) })} />
        <OwnMachineNotice />
      </Stack>
    </Modal>
  );
}
