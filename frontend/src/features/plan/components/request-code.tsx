"use client";

import { Box } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CopyField } from "@/components/copy-field";
import { Panel } from "@/components/panel";

/** What the vendor needs to make a licence out for this machine, where no network reaches. */
export function RequestCode({ code }: { code: string }) {
  const t = useTranslations("plan");
  return (
    <Panel title={t("requestTitle")}>
      <Box px="4" py="4">
        <CopyField label={t("requestCode")} value={code} help={t("requestHelp")} rows={3} />
      </Box>
    </Panel>
  );
}
