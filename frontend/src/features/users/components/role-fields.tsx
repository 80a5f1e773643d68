"use client";

import { Box, Checkbox, Field, Fieldset, NativeSelect, Stack, Switch, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { useCameras } from "@/lib/cameras/cameras";

import type { Role } from "../api/users";

const roles: readonly Role[] = ["viewer", "operator", "admin"];

type Props = {
  role: Role;
  onRole: (role: Role) => void;
  cameras: number[] | null;
  onCameras: (cameras: number[] | null) => void;
  /** Why the role cannot be changed. */
  fixed?: string;
};

/** What somebody may do, and of which cameras. An administrator sees all. */
export function RoleFields({ role, onRole, cameras, onCameras, fixed }: Props) {
  const t = useTranslations("users");
  const names = useTranslations("session.roles");
  const known = useCameras().data?.items ?? [];
  return (
    <>
      <Field.Root disabled={fixed !== undefined}>
        <Field.Label>{t("role")}</Field.Label>
        <NativeSelect.Root disabled={fixed !== undefined}>
          <NativeSelect.Field value={role} onChange={(event) => onRole(event.target.value as Role)}>
            {roles.map((one) => (
              <option key={one} value={one}>
                {names(one)}
              </option>
            ))}
          </NativeSelect.Field>
          <NativeSelect.Indicator />
        </NativeSelect.Root>
        <Field.HelperText>{fixed ?? t(`roleHelp.${role}`)}</Field.HelperText>
      </Field.Root>
      {role !== "admin" && (
        <Box>
          <Switch.Root checked={cameras === null} onCheckedChange={(change) => onCameras(change.checked ? null : [])}>
            <Switch.HiddenInput />
            <Switch.Control />
            <Switch.Label>{t("seesAll")}</Switch.Label>
          </Switch.Root>
          <Text color="fg.muted" fontSize="xs" mt="1">
            {cameras === null ? t("seesAllHelp") : t("seesSomeHelp")}
          </Text>
          {cameras !== null && (
            <Fieldset.Root mt="3">
              <Fieldset.Legend srOnly>{t("cameras")}</Fieldset.Legend>
              <Stack gap="2" maxH="56" overflowY="auto" py="1">
                {known.map((camera) => (
                  <Checkbox.Root
                    key={camera.id}
                    size="sm"
                    checked={cameras.includes(camera.id)}
                    onCheckedChange={(change) =>
                      onCameras(change.checked === true ? [...cameras, camera.id] : cameras.filter((id) => id !== camera.id))
                    }
                  >
                    <Checkbox.HiddenInput />
                    <Checkbox.Control />
                    <Checkbox.Label fontWeight="normal" overflowWrap="anywhere">
                      {camera.name}
                    </Checkbox.Label>
                  </Checkbox.Root>
                ))}
                {known.length === 0 && <Text color="fg.muted">{t("noCameras")}</Text>}
              </Stack>
            </Fieldset.Root>
          )}
        </Box>
      )}
    </>
  );
}
