"use client";

import { Button, Skeleton, Stack } from "@chakra-ui/react";
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
        {users.data ? (
          <Stack as="ul" gap="0" aria-label={t("title")}>
            {all.map((user) => (
              <UserRow key={user.id} user={user} onChange={() => setOpened({ what: "change", id: user.id })} />
            ))}
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
