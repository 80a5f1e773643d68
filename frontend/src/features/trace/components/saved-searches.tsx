"use client";

import { Button, Field, Flex, IconButton, Input, Stack, Text } from "@chakra-ui/react";
import { useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Dropdown } from "@/components/dropdown";
import { toaster } from "@/components/feedback/toaster";
import { StarIcon, TrashIcon } from "@/components/icons";
import type { SavedSearch } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { useForgetSearch, useSavedSearches, useSaveSearch } from "../api/saved-searches";

type Props = {
  /** The search on screen as an address; empty: there is none to keep. */
  addressNow: () => string;
  onOpen: (address: string) => void;
};

/** Searches kept under a name. The address of the page holds the same, for sending and bookmarking. */
export function SavedSearches({ addressNow, onOpen }: Props) {
  const t = useTranslations("trace.saved");
  const text = useErrorText();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const saved = useSavedSearches(open);
  const save = useSaveSearch();
  const forget = useForgetSearch();
  const items = saved.data?.items ?? [];
  const fail = (error: unknown) => toaster.error({ title: t("failed"), description: text(error) });

  function submit(event: FormEvent) {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === "") return;
    save.mutate({ name: wanted, address: addressNow() }, { onSuccess: () => setName(""), onError: fail });
  }

  function remove(one: SavedSearch) {
    const again = { label: t("undo"), onClick: () => void save.mutateAsync({ name: one.name, address: one.address }).catch(fail) };
    forget.mutate(one.id, { onSuccess: () => toaster.info({ title: t("removed", { name: one.name }), action: again }), onError: fail });
  }

  return (
    <Dropdown
      label={t("title")}
      open={open}
      onOpen={setOpen}
      width={20}
      button={{
        size: "sm",
        variant: "outline",
        colorPalette: "gray",
        children: (
          <>
            <StarIcon /> {t("title")}
          </>
        ),
      }}
    >
      <Stack gap="3" p="4">
        <Flex as="form" gap="2" align="flex-end" onSubmit={submit}>
          <Field.Root>
            <Field.Label>{t("name")}</Field.Label>
            <Input size="sm" value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          </Field.Root>
          <Button type="submit" size="sm" disabled={name.trim() === ""} loading={save.isPending}>
            {t("save")}
          </Button>
        </Flex>
        {saved.data && items.length === 0 && (
          <Text fontSize="sm" color="fg.muted">
            {t("none")}
          </Text>
        )}
        {saved.error && <Text color="fg.error">{text(saved.error)}</Text>}
        <Stack as="ul" gap="1" maxH="64" overflowY="auto" aria-label={t("title")}>
          {items.map((one) => (
            <Flex as="li" key={one.id} align="center" gap="1">
              <Button
                flex="1"
                minW="0"
                size="sm"
                variant="ghost"
                colorPalette="gray"
                justifyContent="flex-start"
                onClick={() => {
                  setOpen(false);
                  onOpen(one.address);
                }}
              >
                <Text as="span" truncate>
                  {one.name}
                </Text>
              </Button>
              <IconButton size="xs" variant="ghost" colorPalette="gray" aria-label={t("remove", { name: one.name })} title={t("remove", { name: one.name })} onClick={() => remove(one)}>
                <TrashIcon />
              </IconButton>
            </Flex>
          ))}
        </Stack>
      </Stack>
    </Dropdown>
  );
}
