"use client";

import { Button, Field, Input, Stack, Text } from "@chakra-ui/react";
import { useId, useState, type FormEvent } from "react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { Modal } from "@/components/modal";
import { asApiError } from "@/lib/api/errors";
import type { PlanPackage } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useTimes } from "@/lib/time/use-times";

import { useBuy } from "../api/plan";
import { checkoutAddress } from "./checkout";

type Props = { offer: PlanPackage; currency: string; customer: string; email: string; onClose: () => void };

/** Whose licence it becomes and where it is sent; then on to the checkout. */
export function BuyDialog({ offer, currency, customer, email, onClose }: Props) {
  const t = useTranslations("plan.buy");
  const controls = useTranslations("controls");
  const times = useTimes();
  const text = useErrorText();
  const form = useId();
  const buy = useBuy();
  const [name, setName] = useState(customer);
  const [address, setAddress] = useState(email);
  const error = buy.error ? asApiError(buy.error) : null;
  const field = error?.code === "bad_customer" ? "name" : error?.code === "bad_email" ? "email" : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim() || !address.trim() || buy.isPending) return;
    buy.mutate(
      { package: offer.id, customer: name, email: address },
      {
        onSuccess: (order) => {
          const checkout = checkoutAddress(order);
          // Without one the order stands on the page and says so.
          if (checkout) window.location.assign(checkout);
          else onClose();
        },
      },
    );
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={t("title", { name: offer.name })}
      size="sm"
      footer={
        <>
          <Button variant="ghost" colorPalette="gray" onClick={onClose}>
            {controls("cancel")}
          </Button>
          <Button type="submit" form={form} loading={buy.isPending || buy.isSuccess} disabled={!name.trim() || !address.trim()}>
            {t("pay", { amount: times.money(offer.amount, currency) })}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Stack gap="4">
          <Text>{t("text")}</Text>
          <Field.Root required invalid={field === "name"}>
            <Field.Label>{t("customer")}</Field.Label>
            <Input value={name} maxLength={200} autoComplete="organization" onChange={(event) => setName(event.target.value)} />
            {field === "name" && <Field.ErrorText>{text(error)}</Field.ErrorText>}
          </Field.Root>
          <Field.Root required invalid={field === "email"}>
            <Field.Label>{t("email")}</Field.Label>
            <Input type="email" value={address} maxLength={200} autoComplete="email" onChange={(event) => setAddress(event.target.value)} />
            <Field.HelperText>{t("emailHelp")}</Field.HelperText>
            {field === "email" && <Field.ErrorText>{text(error)}</Field.ErrorText>}
          </Field.Root>
          {error && field === null && !buy.isPending && <Notice>{text(error)}</Notice>}
        </Stack>
      </form>
    </Modal>
  );
}
