"use client";

import { Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Modal } from "@/components/modal";
import type { Source } from "@/lib/api/types";

import { useRemoteSource } from "../../api/get-remote-source";
import { entryOf } from "../../hooks/draft";
import { isKind, type Kind } from "../../hooks/kinds";
import { WizardBody } from "./wizard-body";

type Props = {
  /** The kind that is chosen already, when one is added. */
  start?: Kind | "any";
  /** The source that is changed; none: one is added. */
  source?: Source;
  onClose: () => void;
};

/** The wizard in a dialog. What was typed is not lost by a click beside it: leaving is asked about. */
export function SourceWizard({ start = "any", source, onClose }: Props) {
  const t = useTranslations("wizard");
  const [dirty, setDirty] = useState(false);
  const [asking, setAsking] = useState(false);
  const leave = () => (dirty ? setAsking(true) : onClose());
  return (
    <Modal open onClose={leave} title={source ? t("editTitle", { name: source.name }) : t("title")} size="xl">
      {asking && (
        <Flex role="alertdialog" aria-label={t(source ? "leave.edit" : "leave.text")} gap="3" align="center" wrap="wrap" bg="mark.subtle" color="mark.fg" rounded="md" px="3" py="2.5" mb="3">
          <Text flex="1" minW="12rem">
            {t(source ? "leave.edit" : "leave.text")}
          </Text>
          <Button size="xs" autoFocus onClick={() => setAsking(false)}>
            {t("leave.stay")}
          </Button>
          <Button size="xs" variant="outline" colorPalette="gray" onClick={onClose}>
            {t("leave.go")}
          </Button>
        </Flex>
      )}
      {source ? <Edit source={source} onDirty={setDirty} onClose={onClose} onCancel={leave} /> : <WizardBody start={start} onDirty={setDirty} onClose={onClose} onCancel={leave} />}
    </Modal>
  );
}

type EditProps = { source: Source; onDirty: (dirty: boolean) => void; onClose: () => void; onCancel: () => void };

function Edit({ source, ...rest }: EditProps) {
  const stored = useRemoteSource(source.id);
  if (stored.error && !stored.data) return <ErrorPanel error={stored.error} onRetry={() => void stored.refetch()} />;
  // What was kept from an earlier look may be old; what is read again later must not undo what is being typed.
  if (!stored.data || !stored.isFetchedAfterMount || !isKind(source.kind)) {
    return (
      <Stack gap="3" pb="4">
        <Skeleton h="8" />
        <Skeleton h="24" />
      </Stack>
    );
  }
  const entry = entryOf(source.kind, stored.data.name, stored.data.config, stored.data.enabled);
  return <WizardBody edited={{ id: source.id, entry, kept: stored.data.kept }} {...rest} />;
}
