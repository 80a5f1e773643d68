"use client";

import { Button, Checkbox, Stack } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { Dropdown } from "@/components/dropdown";
import { CameraIcon, ChevronIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";

import { filterChip } from "./filter-chip";

type Props = { cameras: readonly Camera[]; chosen: readonly number[]; onChange: (ids: readonly number[]) => void };

/** Which cameras; none ticked means all. */
export function CameraFilter({ cameras, chosen, onChange }: Props) {
  const t = useTranslations("trace.filters");
  const [open, setOpen] = useState(false);
  const first = cameras.find((camera) => camera.id === chosen[0]);
  if (cameras.length < 2 && chosen.length === 0) return null;
  const shown = chosen.length === 0 ? t("allCameras") : chosen.length === 1 && first ? first.name : t("cameras", { count: chosen.length });
  return (
    <Dropdown
      label={t("allCameras")}
      open={open}
      onOpen={setOpen}
      width={15}
      button={{
        ...filterChip,
        variant: chosen.length > 0 ? "subtle" : "ghost",
        colorPalette: chosen.length > 0 ? "brand" : "gray",
        maxW: "56",
        children: (
          <>
            <CameraIcon />
            <span style={{ overflow: "hidden", textOverflow: "ellipsis" }}>{shown}</span>
            <ChevronIcon />
          </>
        ),
      }}
    >
      <Stack gap="1" p="2" maxH="min(20rem, 50vh)" overflowY="auto">
        {cameras.map((camera) => (
          <Checkbox.Root
            key={camera.id}
            size="sm"
            px="2"
            py="1.5"
            rounded="md"
            _hover={{ bg: "bg.muted" }}
            checked={chosen.includes(camera.id)}
            onCheckedChange={(change) => onChange(change.checked === true ? [...chosen, camera.id] : chosen.filter((id) => id !== camera.id))}
          >
            <Checkbox.HiddenInput />
            <Checkbox.Control />
            <Checkbox.Label truncate>{camera.name}</Checkbox.Label>
          </Checkbox.Root>
        ))}
        <Button size="xs" variant="ghost" colorPalette="gray" justifyContent="flex-start" disabled={chosen.length === 0} onClick={() => onChange([])}>
          {t("allCameras")}
        </Button>
      </Stack>
    </Dropdown>
  );
}
