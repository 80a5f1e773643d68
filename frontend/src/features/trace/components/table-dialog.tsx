"use client";

import { Box, Button, Field, Flex, Input, NativeSelect, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
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
  const read = useReadTable();
  const { mutate } = read;
  const platforms = usePlatforms().data?.items ?? [];
  const [platform, setPlatform] = useState("");
  useEffect(() => mutate({ file }), [file, mutate]);

  const known = platforms.some((one) => one.platform_name.toLowerCase() === platform.trim().toLowerCase());
  const table = read.data;
  const column = read.variables?.column ?? table?.suggested_column ?? "";

  function search() {
    const name = platform.trim();
    if (name === "" || !table || column === "") return finish(table?.codes ?? []);
    // Sent once more with the name, so that the column is remembered for it.
    mutate({ file, column, platform: name }, { onSuccess: (result) => finish(result.codes) });
  }

  function finish(codes: readonly string[]) {
    onCodes(codes);
    onClose();
  }

  return (
    <Stack gap="4" pb="2">
      <Text color="fg.muted" overflowWrap="anywhere">
        {file.name}
      </Text>
      {read.error && <Notice>{text(read.error)}</Notice>}
      {!table && read.isPending && <Skeleton h="40" />}
      {table && (
        <>
          <Field.Root>
            <Field.Label>{t("platform")}</Field.Label>
            <Input
              size="sm"
              list="epack-platforms"
              value={platform}
              placeholder={t("platformPlaceholder")}
              onChange={(event) => {
                setPlatform(event.target.value);
                const match = platforms.find(
                  (one) => one.platform_name.toLowerCase() === event.target.value.trim().toLowerCase(),
                );
                if (match) mutate({ file, platform: match.platform_name });
              }}
            />
            <datalist id="epack-platforms">
              {platforms.map((one) => (
                <option key={one.platform_name} value={one.platform_name} />
              ))}
            </datalist>
            <Field.HelperText>{known ? t("platformKnown") : t("platformHelp")}</Field.HelperText>
          </Field.Root>
          <Field.Root>
            <Field.Label>{t("column")}</Field.Label>
            <NativeSelect.Root size="sm">
              <NativeSelect.Field value={column} onChange={(event) => mutate({ file, column: event.target.value })}>
                {column === "" && <option value="">{t("chooseColumn")}</option>}
                {table.columns.map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </NativeSelect.Field>
              <NativeSelect.Indicator />
            </NativeSelect.Root>
          </Field.Root>
          <Box>
            <Text fontWeight="medium">{t("codes", { count: table.codes.length })}</Text>
            <Text fontFamily="mono" fontSize="xs" color="fg.muted" overflowWrap="anywhere" mt="1" minH="9">
              {table.codes.slice(0, SHOWN).join("  ")}
              {table.codes.length > SHOWN && " …"}
            </Text>
          </Box>
        </>
      )}
      <Flex justify="flex-end" gap="2">
        <Button variant="ghost" colorPalette="gray" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button disabled={!table || table.codes.length === 0} loading={read.isPending} onClick={search}>
          {t("search", { count: table?.codes.length ?? 0 })}
        </Button>
      </Flex>
    </Stack>
  );
}
