"use client";

import { Box, Checkbox, Field, Flex, Input, NativeSelect, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import type { Camera, RemoteCamera } from "@/lib/api/types";

import type { Choice, NameTrouble } from "../../hooks/draft";

type Props = { camera: RemoteCamera; picture?: ReactNode; choice: Choice; cameras: readonly Camera[]; /** The camera here that it goes on as is recorded live by another source. */ fills?: boolean; trouble?: NameTrouble; onChange: (choice: Choice) => void };

/** One camera of the source: whether it is wanted, and as which camera here. */
export function CameraChoice({ camera, picture, choice, cameras, fills, trouble, onChange }: Props) {
  const t = useTranslations("wizard.cameras");
  const existing = choice.cameraId !== null;
  return (
    <Box as="li" px="3" py="2.5" borderBottomWidth="1px" _last={{ borderBottomWidth: "0" }}>
      <Checkbox.Root checked={choice.wanted} onCheckedChange={(change) => onChange({ ...choice, wanted: change.checked === true })} w="full">
        <Checkbox.HiddenInput aria-label={t("use", { name: camera.name })} />
        <Checkbox.Control />
        {picture}
        <Checkbox.Label flex="1" minW="0">
          <Text as="span" fontWeight="medium" overflowWrap="anywhere">
            {camera.name}
          </Text>
          <Text as="span" display="block" fontSize="xs" color="fg.muted" overflowWrap="anywhere">
            {shownDetails(camera.details).join(" · ")}
          </Text>
        </Checkbox.Label>
      </Checkbox.Root>
      {choice.wanted && (
        <Flex gap="3" mt="2" ps="7" direction={{ base: "column", md: "row" }}>
          <Field.Root invalid={trouble !== undefined && !existing} flex="1" disabled={existing}>
            <Field.Label fontSize="xs">{t("as")}</Field.Label>
            <Input size="sm" value={existing ? (cameras.find((one) => one.id === choice.cameraId)?.name ?? choice.name) : choice.name} maxLength={100} onChange={(event) => onChange({ ...choice, name: event.target.value })} />
            {trouble && !existing && <Field.ErrorText>{t(trouble)}</Field.ErrorText>}
          </Field.Root>
          <Field.Root invalid={trouble === "twice"} flex="1">
            <Field.Label fontSize="xs">{t("existing")}</Field.Label>
            <NativeSelect.Root size="sm">
              <NativeSelect.Field value={choice.cameraId ?? ""} onChange={(event) => onChange({ ...choice, cameraId: event.target.value === "" ? null : Number(event.target.value) })}>
                <option value="">{t("new")}</option>
                {cameras.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </NativeSelect.Field>
              <NativeSelect.Indicator />
            </NativeSelect.Root>
            {fills && <Field.HelperText fontSize="xs">{t("fills")}</Field.HelperText>}
            {trouble === "twice" && <Field.ErrorText>{t("twice")}</Field.ErrorText>}
          </Field.Root>
        </Flex>
      )}
    </Box>
  );
}

/** What a person knows a camera by: model, size of the picture, codec, path. */
function shownDetails(details: RemoteCamera["details"]): string[] {
  const { width, height } = details;
  const size = typeof width === "number" && typeof height === "number" && width > 0 ? [`${width} × ${height}`] : [];
  const texts = ["model", "codec", "encoding", "path", "address", "main"].flatMap((key) => (typeof details[key] === "string" && details[key] ? [details[key]] : []));
  return [...size, ...texts].slice(0, 3);
}
