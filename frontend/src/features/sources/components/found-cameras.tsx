"use client";

import { Checkbox, Fieldset, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CameraIcon } from "@/components/icons";
import type { FoundCamera } from "@/lib/api/types";

type Props = {
  cameras: readonly FoundCamera[];
  /** Their folders. */
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
};

/** The cameras that were found in a folder, to be ticked. */
export function FoundCameras({ cameras, chosen, onChange }: Props) {
  const t = useTranslations("sources");

  function toggle(folder: string, wanted: boolean) {
    const next = new Set(chosen);
    if (wanted) next.add(folder);
    else next.delete(folder);
    onChange(next);
  }

  return (
    <Fieldset.Root>
      <Fieldset.Legend fontWeight="medium">{t("found", { count: cameras.length })}</Fieldset.Legend>
      <Flex direction="column" borderWidth="1px" rounded="md" maxH="64" overflowY="auto" mt="1.5">
        {cameras.map((camera) => (
          <Checkbox.Root
            key={camera.folder}
            checked={chosen.has(camera.folder)}
            onCheckedChange={(change) => toggle(camera.folder, change.checked === true)}
            px="3"
            py="2.5"
            gap="3"
            _hover={{ bg: "bg.subtle" }}
          >
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label display="flex" alignItems="center" gap="2" flex="1" minW="0">
              <CameraIcon color="fg.subtle" />
              <Text as="span" truncate>
                {camera.name}
              </Text>
              <Text as="span" color="fg.muted" fontWeight="normal" ml="auto" whiteSpace="nowrap">
                {camera.at_least ? t("filesAtLeast", { count: camera.files }) : t("files", { count: camera.files })}
              </Text>
            </Checkbox.Label>
          </Checkbox.Root>
        ))}
      </Flex>
    </Fieldset.Root>
  );
}
