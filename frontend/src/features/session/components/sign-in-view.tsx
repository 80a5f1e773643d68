"use client";

import { Button, Code, Field, Flex, Input, Separator, Stack, Text } from "@chakra-ui/react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { PasswordField } from "@/components/password-field";
import { ownPath } from "@/config/paths";
import { ApiError } from "@/lib/api/errors";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSession } from "@/lib/session/session";

import { googleAddress, useSignIn } from "../api/sign-in";
import { CodeStep } from "./code-step";
import { SheetHeading } from "./heading";
import { PauseNotice } from "./pause-notice";
import { usePause } from "./use-pause";

const MAKES_ADMINISTRATOR = "scripts/epack user add NAME --role admin";

/** Signing in; afterwards the page goes on where one wanted to. */
export function SignInView() {
  const router = useRouter();
  const query = useSearchParams();
  const session = useSession();
  const next = ownPath(query.get("next"));
  const signedIn = session.data?.signed_in === true && !session.data.ended;
  useEffect(() => {
    if (signedIn) router.replace(next);
  }, [signedIn, next, router]);
  if (signedIn) return null;
  return <SignInSteps next={next} refused={query.get("error")} />;
}

/** `next`: where Google leads back to. `refused`: Google's reason. */
export function SignInSteps({ next, refused }: { next: string; refused: string | null }) {
  const session = useSession();
  const now = session.data?.ended ?? session.data;
  if (now?.factor_due) return <CodeStep />;
  const lacking = now?.setup_needed === true;
  if (lacking && !now?.sign_in_possible) return <NoAdministrator onAgain={() => void session.refetch()} />;
  return <PasswordStep google={now?.google ?? false} next={next} refused={refused} lacking={lacking} />;
}

type PasswordStepProps = {
  google: boolean;
  next: string;
  refused: string | null;
  /** Others can sign in, but there is no administrator. */
  lacking: boolean;
};

function PasswordStep({ google, next, refused, lacking }: PasswordStepProps) {
  const t = useTranslations("session");
  const text = useErrorText();
  const signIn = useSignIn();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const pause = usePause(signIn.error, signIn.submittedAt);
  const error = signIn.error ?? (refused ? new ApiError(refused, "", 401) : null);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && password && pause === 0) signIn.mutate({ name, password });
  }

  return (
    <Stack gap="5">
      <SheetHeading title={t("signIn")} />
      <form onSubmit={submit}>
        <Stack gap="4">
          <Field.Root required>
            <Field.Label>{t("name")}</Field.Label>
            <Input
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              value={name}
              maxLength={254}
              onChange={(event) => setName(event.target.value)}
            />
          </Field.Root>
          <PasswordField label={t("password")} kind="current-password" value={password} onChange={setPassword} />
          {pause > 0 ? (
            <PauseNotice seconds={pause} />
          ) : (
            error && !signIn.isPending && <Notice>{text(error)}</Notice>
          )}
          <Button type="submit" loading={signIn.isPending} disabled={!name.trim() || !password || pause > 0}>
            {t("signIn")}
          </Button>
        </Stack>
      </form>
      {google && (
        <>
          <Flex align="center" gap="3">
            <Separator flex="1" />
            <Text color="fg.muted" fontSize="sm">
              {t("or")}
            </Text>
            <Separator flex="1" />
          </Flex>
          <Button asChild variant="outline" colorPalette="gray">
            <a href={googleAddress(next)}>{t("withGoogle")}</a>
          </Button>
        </>
      )}
      <Text color="fg.muted" fontSize="sm">
        {t("forgotten")}
      </Text>
      {lacking && (
        <Notice tone="info">
          <Text>{t("lacking")}</Text>
          <Code mt="2" overflowWrap="anywhere" whiteSpace="pre-wrap">
            {MAKES_ADMINISTRATOR}
          </Code>
        </Notice>
      )}
    </Stack>
  );
}

/** Nobody can sign in yet: the way in stands on the console, for whoever runs the machine. */
function NoAdministrator({ onAgain }: { onAgain: () => void }) {
  const t = useTranslations("session");
  return (
    <Stack gap="4">
      <SheetHeading title={t("noAdministrator")}>{t("noAdministratorText")}</SheetHeading>
      <Code display="block" px="3" py="2" rounded="md" overflowWrap="anywhere" whiteSpace="pre-wrap">
        {`${window.location.origin}/join/#…`}
      </Code>
      <Text color="fg.muted" fontSize="sm">
        {t("noAdministratorHint")}
      </Text>
      <Button variant="outline" colorPalette="gray" onClick={onAgain}>
        {t("lookAgain")}
      </Button>
    </Stack>
  );
}
