"use client";

import { Button, Field, Flex, Input, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { asApiError } from "@/lib/api/errors";
import { useCautionText } from "@/lib/i18n/use-caution-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useAddSource } from "../api/add-source";
import { useAllowFolder } from "../api/allow-folder";
import { useDetectCameras } from "../api/detect-cameras";
import { FoundCameras } from "./found-cameras";

type Props = {
  /** Looked into first, when it is given: the input folder of this computer. */
  firstPath?: string;
  onAdded: (name: string) => void;
  onCancel?: () => void;
  /** To the choice of another kind of source. */
  onBack?: () => void;
};

/** Type the path of a folder of this computer, look inside, choose the cameras, add. */
export function AddSourceForm({ firstPath = "", onAdded, onCancel, onBack }: Props) {
  const t = useTranslations("sources");
  const text = useErrorText();
  const detect = useDetectCameras();
  const add = useAddSource();
  const [path, setPath] = useState(firstPath);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const cautionText = useCautionText();
  const found = detect.data;
  // A path that was changed after the look no longer belongs to what was found.
  const current = found !== undefined && detect.variables === path.trim();

  function look() {
    if (path.trim() === "") return;
    detect.mutate(path.trim(), {
      onSuccess: (answer) =>
        setChosen(new Set(answer.cameras.filter((camera) => camera.files > 0).map((camera) => camera.folder))),
    });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!current) return look();
    // In the set-up the form goes as soon as there is a camera; it is told all the same.
    void add.mutateAsync({ name: lastFolder(found.path), path: found.path, cameras: [...chosen] }).then(
      () => {
        toaster.success({ title: t("added"), description: onCancel && t("addedNext") });
        onAdded(lastFolder(found.path));
      },
      () => {}, // It stands in the form.
    );
  }

  return (
    <Stack as="form" onSubmit={submit} gap="4" pb="2">
      <Field.Root>
        <Field.Label>{t("path")}</Field.Label>
        <Input
          value={path}
          onChange={(event) => setPath(event.target.value)}
          placeholder={t("pathPlaceholder")}
          fontFamily="mono"
          fontSize="sm"
          spellCheck={false}
          autoComplete="off"
          autoFocus
        />
        <Field.HelperText>{t("pathHelp")}</Field.HelperText>
      </Field.Root>
      {detect.error &&
        (isForbidden(detect.error) ? (
          <AllowFolder path={detect.variables} onAllowed={look} />
        ) : (
          <Notice>{text(detect.error)}</Notice>
        ))}
      {current && found.cameras.length === 0 && <Notice tone="info">{t("nothingFound")}</Notice>}
      {current && found.cameras.length > 0 && (
        <FoundCameras cameras={found.cameras} chosen={chosen} onChange={setChosen} />
      )}
      {current &&
        found.warnings.map((warning) => (
          <Notice key={`${warning.code} ${warning.message}`} tone="info">
            {cautionText(warning)}
          </Notice>
        ))}
      {add.error && <Notice>{text(add.error)}</Notice>}
      <Flex gap="2" justify="flex-end" align="center" wrap="wrap">
        {current && chosen.size === 0 && found.cameras.length > 0 && (
          <Text color="fg.muted" mr="auto">
            {t("chooseOne")}
          </Text>
        )}
        {onBack && (
          <Button type="button" variant="ghost" colorPalette="gray" mr="auto" onClick={onBack}>
            {t("back")}
          </Button>
        )}
        {onCancel && (
          <Button type="button" variant="ghost" colorPalette="gray" onClick={onCancel}>
            {t("cancel")}
          </Button>
        )}
        {current && found.cameras.length > 0 ? (
          <Button type="submit" loading={add.isPending} disabled={chosen.size === 0}>
            {t("addCameras", { count: chosen.size })}
          </Button>
        ) : (
          <Button type="submit" loading={detect.isPending} disabled={path.trim() === ""}>
            {t("look")}
          </Button>
        )}
      </Flex>
    </Stack>
  );
}

/** A folder outside those that ePACK may read: the owner can let it in here, without a way through the settings. */
function AllowFolder({ path, onAllowed }: { path: string; onAllowed: () => void }) {
  const t = useTranslations("sources");
  const text = useErrorText();
  const allow = useAllowFolder();
  return (
    <Stack gap="2" align="flex-start" bg="mark.subtle" color="mark.fg" rounded="md" px="3" py="2.5" role="alert">
      <Text overflowWrap="anywhere">{t("notAllowed", { path })}</Text>
      <Button
        size="xs"
        variant="outline"
        type="button"
        loading={allow.isPending}
        onClick={() => allow.mutate(path, { onSuccess: onAllowed })}
      >
        {t("allow")}
      </Button>
      {allow.error && <Notice>{text(allow.error)}</Notice>}
    </Stack>
  );
}

function isForbidden(error: unknown): boolean {
  return asApiError(error).status === 403 && asApiError(error).code === "forbidden";
}

/** What people call a folder: its own name, on both kinds of path. */
function lastFolder(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}
