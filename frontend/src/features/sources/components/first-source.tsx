"use client";

import { Box, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { useKinds } from "../api/get-kinds";
import type { Kind } from "../hooks/kinds";
import { AddSourceForm } from "./add-source-form";
import { KindCards } from "./kind-cards";
import { InlineWizard } from "./wizard/lazy-wizard";

/** The first source of a fresh machine: a folder, which most have, or one of the other kinds. */
export function FirstSource({ onAdded }: { onAdded: () => void }) {
  const t = useTranslations("sources");
  const known = (useKinds().data?.items ?? []).map((one) => one.kind);
  const [kind, setKind] = useState<Kind | null>(null);
  if (kind) return <InlineWizard inline start={kind} onCancel={() => setKind(null)} onClose={onAdded} />;
  return (
    <Stack gap="6">
      <AddSourceForm onAdded={onAdded} />
      {known.length > 0 && (
        <Box>
          <Text fontWeight="medium" mb="2">
            {t("elsewhere")}
          </Text>
          <KindCards known={known} folder={false} onChoose={setKind} />
        </Box>
      )}
    </Stack>
  );
}
