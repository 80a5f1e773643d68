"use client";

import { Button, Field, Input, Skeleton, Stack } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { PageLink } from "@/components/page-link";
import { useRouter } from "next/navigation";
import { useEffect, useState, useSyncExternalStore, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { paths } from "@/config/paths";
import { asApiError } from "@/lib/api/errors";
import type { OneTimeAddress } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { lookAtAddress, useAcceptAddress } from "../api/sign-in";
import { SheetHeading } from "./heading";
import { PasswordField } from "@/components/password-field";

/** Where a one-time address leads: the first administrator, an invitation, or a forgotten password. */
export function JoinView() {
  const t = useTranslations("session");
  const text = useErrorText();
  // Behind the # of the address: browsers send it to no server and into no log.
  const token = useSyncExternalStore(onHashChange, () => window.location.hash.slice(1), () => "");
  const found = useQuery({
    queryKey: ["one-time-address", token],
    queryFn: ({ signal }) => lookAtAddress(token, signal),
    enabled: token !== "",
    // An address that was good once is used up afterwards; asking again would only say so.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  if (token === "" || found.error) {
    const unreachable = found.error && asApiError(found.error).unreachable;
    return (
      <Stack gap="5">
        <SheetHeading title={t("addressOver")}>{found.error ? text(found.error) : t("addressIncomplete")}</SheetHeading>
        <Button asChild={!unreachable} variant="outline" colorPalette="gray" onClick={() => void found.refetch()}>
          {unreachable ? t("lookAgain") : <PageLink href={paths.signIn}>{t("toSignIn")}</PageLink>}
        </Button>
      </Stack>
    );
  }
  if (!found.data) {
    return (
      <Stack gap="4">
        <Skeleton h="8" />
        <Skeleton h="40" />
      </Stack>
    );
  }
  return <PasswordForm token={token} address={found.data} />;
}

function PasswordForm({ token, address }: { token: string; address: OneTimeAddress }) {
  const t = useTranslations("session");
  const text = useErrorText();
  const router = useRouter();
  const accept = useAcceptAddress();
  const [name, setName] = useState(address.name ?? "");
  const [password, setPassword] = useState("");
  const chooses = address.name === null;
  const error = accept.error ? asApiError(accept.error) : null;
  const entered = accept.data;
  useEffect(() => {
    // With a second factor the code is still to come.
    if (entered) router.replace(entered.signed_in ? paths.home : paths.signIn);
  }, [entered, router]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && password) accept.mutate({ token, password, ...(chooses ? { name } : {}) });
  }

  return (
    <Stack gap="5">
      <SheetHeading title={t(`joins.${address.kind}.title`)}>
        {t(`joins.${address.kind}.text`, { role: t(`roles.${address.role}`) })}
      </SheetHeading>
      <form onSubmit={submit}>
        <Stack gap="4">
          <Field.Root required={chooses} readOnly={!chooses} invalid={error?.code === "name_refused"}>
            <Field.Label>{t("ownName")}</Field.Label>
            <Input
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus={chooses}
              value={name}
              maxLength={254}
              {...(chooses ? {} : { bg: "bg.muted" })}
              onChange={(event) => setName(event.target.value)}
            />
          </Field.Root>
          <PasswordField
            label={t("newPassword")}
            kind="new-password"
            value={password}
            onChange={setPassword}
            autoFocus={!chooses}
            help={t("passwordHelp", { count: address.shortest_password })}
            {...(error?.code === "password_refused" ? { error: text(error) } : {})}
          />
          {error && error.code !== "password_refused" && !accept.isPending && <Notice>{text(error)}</Notice>}
          <Button type="submit" loading={accept.isPending || entered !== undefined} disabled={!name.trim() || !password}>
            {t(`joins.${address.kind}.action`)}
          </Button>
        </Stack>
      </form>
    </Stack>
  );
}

function onHashChange(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
