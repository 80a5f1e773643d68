"use client";

import { Button, chakra, Field, Flex, Input, Stack, Text, Textarea } from "@chakra-ui/react";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { CheckIcon } from "@/components/icons";
import { useErrorText } from "@/lib/i18n/use-error-text";

import { fieldsOf, type Entry } from "../../hooks/draft";
import { examples } from "../../hooks/kinds";
import { serviceAddress } from "../../hooks/service-account";
import { useDriveSignIn } from "../../hooks/use-drive-sign-in";
import { ConnectionFields, SecretInput } from "./connection-fields";
import { DriveClientHelp } from "./drive-client-help";
import { DriveWay } from "./drive-way";
import { WizardStep } from "./step-frame";

type Props = {
  entry: Entry;
  sourceId: number | null;
  kept: readonly string[];
  refused: { field: string; text: string } | null;
  onEntry: (change: Partial<Entry>) => void;
  onBack?: () => void;
  onCancel?: () => void;
  onNext: () => void;
};

/** How ePACK gets at a Google Drive: by an account whose owner allows it, or by a service account. */
export function DriveConnectStep({ entry, sourceId, kept, refused, onEntry, onBack, onCancel, onNext }: Props) {
  const w = useTranslations("wizard");
  const s = useTranslations("sources.kindText");
  const mode = entry.values.auth === "service_account" ? "service_account" : "oauth";
  const set = (values: Record<string, string>) => onEntry({ values: { ...entry.values, ...values } });
  const signedIn = Boolean(entry.values.sign_in) || kept.includes("token");
  const key = entry.values.service_account ?? "";
  const ready = mode === "oauth" ? signedIn : kept.includes("service_account") || serviceAddress(key) !== null;
  return (
    <WizardStep title={w("connectTitle")} text={s("drive")} onBack={onBack} onCancel={onCancel} onNext={onNext} nextDisabled={!ready}>
      <DriveWay way={mode} onWay={(auth) => set({ auth })} />
      {mode === "oauth" ? <Account entry={entry} sourceId={sourceId} kept={kept} signedIn={signedIn} refused={refused} set={set} /> : <ServiceAccount value={key} kept={kept.includes("service_account")} refused={refused} onChange={(text) => set({ service_account: text })} />}
      <Stack gap="4" maxW="28rem">
        <ConnectionFields entry={entry} fields={fieldsOf.drive} kept={kept} refused={refused} onChange={(name, value) => set({ [name]: value })} />
      </Stack>
    </WizardStep>
  );
}

type AccountProps = Pick<Props, "entry" | "sourceId" | "kept" | "refused"> & { signedIn: boolean; set: (values: Record<string, string>) => void };

function Account({ entry, sourceId, kept, signedIn, refused, set }: AccountProps) {
  const t = useTranslations("wizard.drive");
  const text = useErrorText();
  const [address, setAddress] = useState("");
  const { signIn, begin, cancel, finish } = useDriveSignIn((state, account) => set({ sign_in: state, account }));
  const waiting = signIn.phase === "opening" || signIn.phase === "waiting";
  const known = (entry.values.client_id ?? "").trim() !== "" && ((entry.values.client_secret ?? "") !== "" || kept.includes("client_secret"));
  const client = {
    client_id: (entry.values.client_id ?? "").trim(),
    ...(entry.values.client_secret ? { client_secret: entry.values.client_secret } : {}),
    ...(sourceId === null ? {} : { source_id: sourceId }),
  };
  const problem = (field: string) => (refused?.field === field ? refused.text : null);
  return (
    <Stack gap="4">
      <DriveClientHelp />
      <Field.Root required invalid={problem("client_id") !== null} maxW="36rem">
        <Field.Label>{t("clientId")}</Field.Label>
        <Input value={entry.values.client_id ?? ""} onChange={(event) => set({ client_id: event.target.value })} placeholder={examples.drive} spellCheck={false} autoComplete="off" fontFamily="mono" fontSize="sm" />
        {problem("client_id") !== null && <Field.ErrorText>{problem("client_id")}</Field.ErrorText>}
      </Field.Root>
      <Field.Root required invalid={problem("client_secret") !== null} maxW="36rem">
        <Field.Label>{t("clientSecret")}</Field.Label>
        <SecretInput value={entry.values.client_secret ?? ""} kept={kept.includes("client_secret")} onChange={(value) => set({ client_secret: value })} />
        {problem("client_secret") !== null && <Field.ErrorText>{problem("client_secret")}</Field.ErrorText>}
      </Field.Root>
      <Stack gap="2" aria-live="polite" align="flex-start">
        {signedIn && (
          <Flex gap="2" align="center" fontWeight="medium">
            <CheckIcon color="brand.fg" />
            {entry.values.account ? t("signedIn", { account: entry.values.account }) : t("signedInPlain")}
          </Flex>
        )}
        <Flex gap="2" wrap="wrap" align="center">
          <Button type="button" variant={signedIn ? "outline" : "solid"} disabled={!known} loading={waiting} onClick={() => void begin(client)}>
            {signedIn ? t("signInAgain") : t("signIn")}
          </Button>
          {waiting && (
            <Button type="button" variant="ghost" colorPalette="gray" onClick={cancel}>
              {t("cancelWait")}
            </Button>
          )}
        </Flex>
        {signIn.phase === "waiting" && (
          <Text color="fg.muted">
            {signIn.blocked ? t("blocked") : t("waiting")}{" "}
            {signIn.url && (
              <chakra.a href={signIn.url} target="_blank" rel="noreferrer" color="brand.fg" textDecoration="underline">
                {t("openHere")}
              </chakra.a>
            )}
          </Text>
        )}
        {signIn.phase === "waiting" && (
          <Field.Root maxW="36rem">
            <Field.Label>{t("address")}</Field.Label>
            <Flex gap="2" w="full">
              <Input size="sm" value={address} onChange={(event) => setAddress(event.target.value)} spellCheck={false} autoComplete="off" fontFamily="mono" />
              <Button type="button" size="sm" variant="outline" disabled={address.trim() === ""} onClick={() => void finish(address)}>
                {t("finish")}
              </Button>
            </Flex>
            <Field.HelperText>{t("addressHelp")}</Field.HelperText>
          </Field.Root>
        )}
        {signIn.error !== null && <Notice>{text(signIn.error)}</Notice>}
      </Stack>
    </Stack>
  );
}

type ServiceProps = { value: string; kept: boolean; refused: { field: string; text: string } | null; onChange: (text: string) => void };

function ServiceAccount({ value, kept, refused, onChange }: ServiceProps) {
  const t = useTranslations("wizard.drive");
  const w = useTranslations("wizard");
  const file = useRef<HTMLInputElement>(null);
  const address = serviceAddress(value);
  const problem = refused?.field === "service_account" ? refused.text : value.trim() !== "" && address === null ? t("keyFileBad") : null;
  return (
    <Stack gap="2">
      <Field.Root required invalid={problem !== null}>
        <Field.Label>{t("keyFile")}</Field.Label>
        <Textarea rows={5} value={value} onChange={(event) => onChange(event.target.value)} placeholder={kept ? w("kept") : undefined} fontFamily="mono" fontSize="xs" spellCheck={false} autoComplete="off" />
        {problem !== null && <Field.ErrorText>{problem}</Field.ErrorText>}
        <Field.HelperText>{kept && value === "" ? w("keptHelp") : t("keyFileHelp")}</Field.HelperText>
      </Field.Root>
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          void event.target.files?.[0]?.text().then(onChange);
          // The same file may be chosen again.
          event.target.value = "";
        }}
      />
      <Button type="button" size="xs" variant="outline" alignSelf="flex-start" onClick={() => file.current?.click()}>
        {t("chooseFile")}
      </Button>
      {address !== null && <Notice tone="info">{t("serviceAddress", { address })}</Notice>}
    </Stack>
  );
}
