"use client";

import { Button, Menu, Portal } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CameraIcon, ChevronIcon } from "@/components/icons";
import type { Camera } from "@/lib/api/types";

type Props = { cameras: readonly Camera[]; chosen: readonly number[]; onChange: (ids: readonly number[]) => void };

/** Which cameras; none ticked means all. */
export function CameraFilter({ cameras, chosen, onChange }: Props) {
  const t = useTranslations("trace.filters");
  const first = cameras.find((camera) => camera.id === chosen[0]);
  if (cameras.length < 2 && chosen.length === 0) return null;
  return (
    <Menu.Root closeOnSelect={false}>
      <Menu.Trigger asChild>
        <Button size="xs" px="2" variant={chosen.length > 0 ? "subtle" : "ghost"} colorPalette={chosen.length > 0 ? "brand" : "gray"} maxW="56">
          <CameraIcon />
          {chosen.length === 0
            ? t("allCameras")
            : chosen.length === 1 && first
              ? first.name
              : t("cameras", { count: chosen.length })}
          <ChevronIcon />
        </Button>
      </Menu.Trigger>
      <Portal>
        <Menu.Positioner>
          <Menu.Content maxH="80" overflowY="auto" minW="52">
            {cameras.map((camera) => (
              <Menu.CheckboxItem
                key={camera.id}
                value={String(camera.id)}
                checked={chosen.includes(camera.id)}
                onCheckedChange={(checked) =>
                  onChange(checked ? [...chosen, camera.id] : chosen.filter((id) => id !== camera.id))
                }
              >
                {camera.name}
                <Menu.ItemIndicator />
              </Menu.CheckboxItem>
            ))}
            <Menu.Separator />
            <Menu.Item value="all" disabled={chosen.length === 0} onClick={() => onChange([])}>
              {t("allCameras")}
            </Menu.Item>
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  );
}
