"use client";

import { Button, Flex, Input, NativeSelect } from "@chakra-ui/react";
import { useFormatter, useTranslations } from "use-intl";

import { CloseIcon } from "@/components/icons";
import type { Counts } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";
import { useTyped } from "@/lib/typing/use-typed";

import type { RecordingFilter } from "../api/get-recordings";
import { fileStatuses } from "../hooks/use-file-filter";

const TYPING_MS = 300;

type Props = {
  filter: RecordingFilter;
  counts: Counts | undefined;
  onChange: (change: Partial<RecordingFilter>) => void;
};

/** Which of the recordings are listed: by what became of them, camera, run, and a part of the name. */
export function FileFilters({ filter, counts, onChange }: Props) {
  const t = useTranslations("program.files");
  const cameras = useCameras().data?.items ?? [];
  const narrowed = filter.cameraId !== null || filter.runId !== null || filter.text !== "";
  return (
    <>
      <StatusFilter
        // The counts are of all recordings.
        counts={narrowed ? undefined : counts}
        chosen={filter.status}
        onChoose={(status) => onChange({ status })}
      />
      <Flex gap="2" px="4" py="2" borderBottomWidth="1px" wrap="wrap" align="center">
        <NameFilter text={filter.text} onChange={onChange} />
        {(cameras.length > 1 || filter.cameraId !== null) && (
          <NativeSelect.Root size="xs" w="auto" maxW="48">
            <NativeSelect.Field
              aria-label={t("camera")}
              value={filter.cameraId ?? ""}
              onChange={(event) => onChange({ cameraId: Number(event.target.value) || null })}
            >
              <option value="">{t("allCameras")}</option>
              {cameras.map((camera) => (
                <option key={camera.id} value={camera.id}>
                  {camera.name}
                </option>
              ))}
            </NativeSelect.Field>
            <NativeSelect.Indicator />
          </NativeSelect.Root>
        )}
        {filter.runId !== null && (
          <Button size="xs" variant="subtle" colorPalette="brand" onClick={() => onChange({ runId: null })}>
            {t("ofRun", { id: filter.runId })} <CloseIcon />
          </Button>
        )}
      </Flex>
    </>
  );
}

/** Goes into the address once nothing was typed for a moment. */
function NameFilter({ text, onChange }: { text: string; onChange: Props["onChange"] }) {
  const t = useTranslations("program.files");
  const [typed, setTyped] = useTyped(text, (name) => onChange({ text: name }), TYPING_MS);
  return (
    <Input
      size="xs"
      type="search"
      w={{ base: "full", md: "56" }}
      aria-label={t("name")}
      placeholder={t("name")}
      spellCheck={false}
      autoComplete="off"
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}

type StatusProps = { counts: Counts | undefined; chosen: string | null; onChoose: (status: string | null) => void };

function StatusFilter({ counts, chosen, onChoose }: StatusProps) {
  const t = useTranslations("program");
  const format = useFormatter();
  const total = counts && fileStatuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  const choices = [
    { status: null, label: t("files.all"), count: total },
    ...fileStatuses.map((status) => ({ status, label: t(`status.${status}`), count: counts?.[status] })),
  ];
  return (
    <Flex role="group" aria-label={t("files.filter")} gap="1" px="3" py="2" borderBottomWidth="1px" wrap="wrap">
      {choices.map(({ status, label, count }) => (
        <Button
          key={status ?? "all"}
          size="xs"
          variant={chosen === status ? "subtle" : "ghost"}
          colorPalette={chosen === status ? "brand" : "gray"}
          aria-pressed={chosen === status}
          onClick={() => onChoose(status)}
        >
          {label}
          <Flex as="span" minW="4" justify="center" color="fg.muted" fontVariantNumeric="tabular-nums">
            {count === undefined ? "–" : format.number(count)}
          </Flex>
        </Button>
      ))}
    </Flex>
  );
}
