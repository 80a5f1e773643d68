"use client";

import { Button, Flex, Input, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { PlusIcon } from "@/components/icons";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import type { Account, IssuedAddress } from "@/lib/api/types";

import { useUsers } from "../api/users";
import { AddressDialog } from "./address-dialog";
import { DeleteDialog } from "./delete-dialog";
import { InviteDialog } from "./invite-dialog";
import { UserDialog } from "./user-dialog";
import { UserRow } from "./user-row";

type Opened = { what: "invite" } | { what: "change" | "delete"; id: number } | null;

/** So many are seen at a glance. */
const FEW = 8;

/** Who may sign in, and what for. */
export function UsersView() {
  const t = useTranslations("users");
  const users = useUsers();
  const [opened, setOpened] = useState<Opened>(null);
  const [issued, setIssued] = useState<IssuedAddress | null>(null);
  const all: readonly Account[] = users.data?.items ?? [];
  const of = (what: "change" | "delete") => (opened?.what === what ? all.find((one) => one.id === opened.id) : undefined);
  const changed = of("change");
  const deleted = of("delete");
  const close = () => setOpened(null);
  const [wanted, setWanted] = useState("");
  const shown = all.filter((one) => isCalled(one, wanted));

  function show(address: IssuedAddress) {
    close();
    setIssued(address);
  }

  return (
    <Page
      title={t("title")}
      lead={t("lead")}
      actions={
        <Button size="sm" onClick={() => setOpened({ what: "invite" })}>
          <PlusIcon /> {t("invite")}
        </Button>
      }
    >
      <Panel maxW="72rem">
        {all.length > FEW && (
          <Flex gap="3" align="center" px="4" py="3" borderBottomWidth="1px" role="search">
            <Input size="sm" maxW="24rem" type="search" aria-label={t("find")} placeholder={t("find")} value={wanted} onChange={(event) => setWanted(event.target.value)} />
            <Text color="fg.muted" fontSize="sm" role="status" whiteSpace="nowrap">
              {t("found", { shown: shown.length, total: all.length })}
            </Text>
          </Flex>
        )}
        {users.data ? (
          <Stack as="ul" gap="0" aria-label={t("title")}>
            {shown.map((user) => (
              <UserRow key={user.id} user={user} onChange={() => setOpened({ what: "change", id: user.id })} />
            ))}
            {shown.length === 0 && (
              <Text as="li" listStyleType="none" color="fg.muted" px="4" py="6">
                {t("noneFound")}
              </Text>
            )}
          </Stack>
        ) : users.error ? (
          <ErrorPanel error={users.error} onRetry={() => void users.refetch()} />
        ) : (
          <Skeleton m="4" h="48" />
        )}
      </Panel>
      {opened?.what === "invite" && <InviteDialog onClose={close} onIssued={show} />}
      {changed && (
        <UserDialog
          key={changed.id}
          user={changed}
          all={all}
          onClose={close}
          onIssued={show}
          onDelete={() => setOpened({ what: "delete", id: changed.id })}
        />
      )}
      {deleted && <DeleteDialog user={deleted} onClose={close} />}
      {issued && <AddressDialog issued={issued} onClose={() => setIssued(null)} />}
    </Page>
  );
}

function isCalled(user: Account, wanted: string): boolean {
  const text = wanted.trim().toLocaleLowerCase();
  return [user.name, user.display_name, user.email ?? ""].some((one) => one.toLocaleLowerCase().includes(text));
}
