"use client";

import { Box, Button, Flex, NativeSelect, Skeleton, Stack, Table, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { DownloadIcon } from "@/components/icons";
import { Modal } from "@/components/modal";
import type { Camera, StickerSizes } from "@/lib/api/types";
import { useLocaleChoice } from "@/lib/i18n/locale-provider";

import { stickerSheetUrl, useStickerSizes } from "../api/get-sticker-sizes";

type Props = { camera: Camera; open: boolean; onClose: () => void };

/** Usual lenses of table cameras: focal length in mm on a 1/2.7" chip, and what it sees across. */
const lenses = [
  { focal: 2.8, view: 105 },
  { focal: 3.6, view: 90 },
  { focal: 4, view: 80 },
  { focal: 6, view: 52 },
  { focal: 8, view: 40 },
] as const;

/** The sheet to print, and the size that this camera needs. */
export function StickerDialog({ camera, open, onClose }: Props) {
  const t = useTranslations("cameras.sticker");
  const { locale } = useLocaleChoice();
  const [view, setView] = useState<number>(90);
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={t("title")}
      size="lg"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {t("close")}
          </Button>
          <Button asChild>
            <a href={stickerSheetUrl(camera.id, view, locale)} download>
              <DownloadIcon /> {t("download")}
            </a>
          </Button>
        </>
      }
    >
      <Stack gap="4">
        <Text color="fg.muted">{t("text", { text: camera.trigger_text })}</Text>
        <Flex gap="3" align="center" wrap="wrap">
          <Text id="epack-lens" fontWeight="medium">
            {t("lens")}
          </Text>
          <NativeSelect.Root size="sm" w="auto">
            <NativeSelect.Field
              aria-labelledby="epack-lens"
              value={view}
              onChange={(event) => setView(Number(event.target.value))}
            >
              {lenses.map((lens) => (
                <option key={lens.view} value={lens.view}>
                  {t("lensOption", { focal: lens.focal, view: lens.view })}
                </option>
              ))}
            </NativeSelect.Field>
            <NativeSelect.Indicator />
          </NativeSelect.Root>
        </Flex>
        <Sizes cameraId={camera.id} view={view} />
      </Stack>
    </Modal>
  );
}

function Sizes({ cameraId, view }: { cameraId: number; view: number }) {
  const sizes = useStickerSizes(cameraId, view);
  if (sizes.data) return <SizeTable sizes={sizes.data} />;
  if (sizes.error) return <ErrorPanel error={sizes.error} onRetry={() => void sizes.refetch()} />;
  return <Skeleton h="72" />;
}

function SizeTable({ sizes }: { sizes: StickerSizes }) {
  const t = useTranslations("cameras.sticker");
  const format = useFormatter();
  const largest = Math.max(...sizes.sizes_mm);
  return (
    <Box>
      <Text fontWeight="semibold" mb="1">
        {t("tableTitle")}
      </Text>
      <Table.ScrollArea tabIndex={0} role="group" aria-label={t("tableTitle")}>
        <Table.Root size="sm">
          <Table.Header>
            <Table.Row>
              <Table.ColumnHeader>{t("distance")}</Table.ColumnHeader>
              {sizes.frame_widths.map((width) => (
                <Table.ColumnHeader key={width} textAlign="end" bg={width === sizes.frame_width ? "brand.subtle" : undefined}>
                  {width === sizes.frame_width ? t("ownWidth", { width }) : t("width", { width })}
                </Table.ColumnHeader>
              ))}
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {sizes.rows.map((row) => (
              <Table.Row key={row.distance_cm}>
                <Table.Cell>{t("metres", { metres: row.distance_cm / 100 })}</Table.Cell>
                {row.needed_mm.map((need, index) => (
                  <Table.Cell
                    key={index}
                    textAlign="end"
                    fontVariantNumeric="tabular-nums"
                    color={need > largest ? "fg.muted" : undefined}
                    bg={sizes.frame_widths[index] === sizes.frame_width ? "brand.subtle" : undefined}
                  >
                    {format.number(need)}
                    {need > largest && " *"}
                  </Table.Cell>
                ))}
              </Table.Row>
            ))}
          </Table.Body>
        </Table.Root>
      </Table.ScrollArea>
      <Text fontSize="xs" color="fg.muted" mt="2">
        {t("rule", { sizes: sizes.sizes_mm.join(", "), largest })}
      </Text>
    </Box>
  );
}
