"use client";

import { Box, Button, Field, Flex, Input, NativeSelect, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import type { TableColumn, TableResult } from "@/lib/api/types";
import { useCautionText } from "@/lib/i18n/use-caution-text";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { usePlatforms } from "../api/get-platforms";
import { useReadTable } from "../api/read-table";

type Props = { file: File | null; onClose: () => void; onCodes: (codes: readonly string[]) => void };

/** Which column of a CSV or XLSX holds the codes, and for which marketplace that shall be remembered. */
export function TableDialog({ file, onClose, onCodes }: Props) {
  const t = useTranslations("trace.table");
  return (
    <Modal open={file !== null} onClose={onClose} title={t("title")} size="md">
      {file && <TableForm file={file} onClose={onClose} onCodes={onCodes} />}
    </Modal>
  );
}

const SHOWN = 12;

function TableForm({ file, onClose, onCodes }: Props & { file: File }) {
  const t = useTranslations("trace.table");
  const text = useErrorText();
  const cautionText = useCautionText();
  const { mutate, error, isPending } = useReadTable();
  const known = usePlatforms().data?.items.map((one) => one.platform_name) ?? [];
  // Kept while the file is read once more, so that the form stays where it is.
  const [table, setTable] = useState<TableResult | null>(null);
  const [platform, setPlatform] = useState("");
  const [picked, setPicked] = useState(false);
  useEffect(() => mutate({ file }, { onSuccess: setTable }), [file, mutate]);

  const remembered = knownAs(known, platform);
  const codes = table?.codes ?? [];

  function namePlatform(name: string) {
    setPlatform(name);
    const match = knownAs(known, name);
    if (match === undefined) return;
    setPicked(false);
    mutate({ file, platform: match }, { onSuccess: setTable });
  }

  function pickColumn(column: string) {
    setPicked(true);
    mutate({ file, column }, { onSuccess: setTable });
  }

  function search() {
    const name = platform.trim();
    const isNews = name !== "" && (remembered === undefined || picked);
    if (!isNews || !table?.column) return finish(codes);
    // Sent once more with the name, so that the column is remembered for it.
    mutate({ file, column: table.column, platform: name }, { onSuccess: (result) => finish(result.codes) });
  }

  function finish(found: readonly string[]) {
    onCodes(found);
    onClose();
  }

  return (
    <Stack gap="4" pb="2">
      <Text color="fg.muted" overflowWrap="anywhere">
        {file.name}
      </Text>
      {error && <Notice>{text(error)}</Notice>}
      {!table && isPending && <Skeleton h="40" />}
      {table && (
        <>
          <Field.Root>
            <Field.Label>{t("platform")}</Field.Label>
            <Input
              size="sm"
              list="epack-platforms"
              autoFocus
              value={platform}
              placeholder={t("platformPlaceholder")}
              onChange={(event) => namePlatform(event.target.value)}
            />
            <datalist id="epack-platforms">
              {known.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
            <Field.HelperText>{remembered && !picked ? t("platformKnown") : t("platformHelp")}</Field.HelperText>
          </Field.Root>
          <ColumnField columns={table.columns} column={table.column} onPick={pickColumn} />
          <Box role="status">
            <Text fontWeight="medium">{t("codes", { count: codes.length })}</Text>
            <Text fontFamily="mono" fontSize="xs" color="fg.muted" overflowWrap="anywhere" lineClamp={4} mt="1" minH="9">
              {codes.slice(0, SHOWN).join("  ")}
              {codes.length > SHOWN && " …"}
            </Text>
          </Box>
          {table.warnings.map((warning) => (
            <Notice key={warning.code} tone="info">
              {cautionText(warning)}
            </Notice>
          ))}
        </>
      )}
      <Flex justify="flex-end" gap="2">
        <Button variant="ghost" colorPalette="gray" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button disabled={codes.length === 0} loading={isPending} onClick={search}>
          {t("search", { count: codes.length })}
        </Button>
      </Flex>
    </Stack>
  );
}

type ColumnProps = { columns: readonly TableColumn[]; column: string | null; onPick: (letter: string) => void };

function ColumnField({ columns, column, onPick }: ColumnProps) {
  const t = useTranslations("trace.table");

  function nameOf({ letter, header, samples }: TableColumn): string {
    const name = header === "" ? letter : t("columnName", { letter, header: header.slice(0, 40) });
    return samples[0] === undefined ? name : t("columnSample", { column: name, sample: samples[0].slice(0, 24) });
  }

  return (
    <Field.Root>
      <Field.Label>{t("column")}</Field.Label>
      <NativeSelect.Root size="sm">
        <NativeSelect.Field value={column ?? ""} onChange={(event) => onPick(event.target.value)}>
          {column === null && <option value="">{t("chooseColumn")}</option>}
          {columns.map((one) => (
            <option key={one.letter} value={one.letter}>
              {nameOf(one)}
            </option>
          ))}
        </NativeSelect.Field>
        <NativeSelect.Indicator />
      </NativeSelect.Root>
    </Field.Root>
  );
}

/** The remembered name that this one means, however it is written. */
function knownAs(known: readonly string[], name: string): string | undefined {
  return known.find((one) => one.toLowerCase() === name.trim().toLowerCase());
}
