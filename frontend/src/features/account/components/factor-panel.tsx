"use client";

import { Badge, Button, Flex, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { Panel } from "@/components/panel";
import type { Account } from "@/lib/api/types";

import { useDropFactor, useFactor, useNewRecoveryCodes } from "../api/account";
import { EnrolDialog } from "./enrol-dialog";
import { PasswordDialog } from "./password-dialog";
import { RecoveryDialog } from "./recovery-dialog";

/** A second proof besides the password: a code of an app on the phone. */
export function FactorPanel({ user }: { user: Account }) {
  const t = useTranslations("account.factor");
  const factor = useFactor();
  const drop = useDropFactor();
  const renew = useNewRecoveryCodes();
  const [opened, setOpened] = useState<"on" | "off" | "codes" | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const close = () => {
    setOpened(null);
    drop.reset();
    renew.reset();
  };
  const state = factor.data;
  return (
    <Panel title={t("title")}>
      {state ? (
        <Stack gap="3" px="4" py="4">
          <Flex gap="2" align="center" wrap="wrap">
            <Badge colorPalette={state.on ? "green" : "gray"}>{state.on ? t("isOn") : t("isOff")}</Badge>
            {state.on && <Text color="fg.muted">{t("codesLeft", { count: state.recovery_codes_left })}</Text>}
          </Flex>
          <Text>{state.on ? t("onText") : t("offText")}</Text>
          {state.on && state.recovery_codes_left <= 2 && <Notice tone="info">{t("fewCodes")}</Notice>}
          <Flex gap="2" wrap="wrap">
            {state.on ? (
              <>
                <Button size="sm" variant="outline" onClick={() => setOpened("codes")}>
                  {t("newCodes")}
                </Button>
                <Button size="sm" variant="outline" colorPalette="red" onClick={() => setOpened("off")}>
                  {t("switchOff")}
                </Button>
              </>
            ) : (
              <Button size="sm" onClick={() => setOpened("on")}>
                {t("switchOn")}
              </Button>
            )}
          </Flex>
        </Stack>
      ) : factor.error ? (
        <ErrorPanel error={factor.error} onRetry={() => void factor.refetch()} />
      ) : (
        <Skeleton m="4" h="20" />
      )}
      {opened === "on" && (
        <EnrolDialog
          user={user}
          onClose={close}
          onCodes={(made) => {
            close();
            setCodes(made);
          }}
        />
      )}
      {opened === "off" && (
        <PasswordDialog
          user={user}
          title={t("offTitle")}
          text={t("offConfirm")}
          action={t("switchOff")}
          palette="red"
          pending={drop.isPending}
          error={drop.error}
          onClose={close}
          onConfirm={(password) =>
            drop.mutate(password, {
              onSuccess: () => {
                toaster.success({ title: t("switchedOff") });
                close();
              },
            })
          }
        />
      )}
      {opened === "codes" && (
        <PasswordDialog
          user={user}
          title={t("newCodesTitle")}
          text={t("newCodesText")}
          action={t("newCodes")}
          palette="brand"
          pending={renew.isPending}
          error={renew.error}
          onClose={close}
          onConfirm={(password) =>
            renew.mutate(password, {
              onSuccess: (made) => {
                close();
                setCodes(made.codes);
              },
            })
          }
        />
      )}
      {codes && <RecoveryDialog codes={codes} onClose={() => setCodes(null)} />}
    </Panel>
  );
}
