"use client";

import { Box, Button, Flex, Heading, SimpleGrid, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { Panel } from "@/components/panel";
import type { PlanPackage } from "@/lib/api/types";
import { useTimes } from "@/lib/time/use-times";

import { usePackages } from "../api/plan";
import { BuyDialog } from "./buy-dialog";

type Props = { orderOpen: boolean; customer: string; email: string };

/** What can be bought. Nothing stands here where nothing is sold. */
export function PackagesPanel({ orderOpen, customer, email }: Props) {
  const t = useTranslations("plan.packages");
  const packages = usePackages();
  const [chosen, setChosen] = useState<PlanPackage | null>(null);
  const list = packages.data;
  if (list && list.items.length === 0) return null;
  return (
    <Panel title={t("title")}>
      {list ? (
        <Stack gap="4" px="4" py="4">
          {orderOpen && <Notice tone="info">{t("orderOpen")}</Notice>}
          <SimpleGrid as="ul" listStyleType="none" columns={{ base: 1, sm: 2, lg: 3 }} gap="3" aria-label={t("title")}>
            {list.items.map((one) => (
              <PackageCard key={one.id} offer={one} currency={list.currency} disabled={orderOpen} onBuy={() => setChosen(one)} />
            ))}
          </SimpleGrid>
        </Stack>
      ) : packages.error ? (
        <ErrorPanel error={packages.error} onRetry={() => void packages.refetch()} />
      ) : (
        <Skeleton m="4" h="32" />
      )}
      {chosen && list && (
        <BuyDialog offer={chosen} currency={list.currency} customer={customer} email={email} onClose={() => setChosen(null)} />
      )}
    </Panel>
  );
}

type CardProps = { offer: PlanPackage; currency: string; disabled: boolean; onBuy: () => void };

function PackageCard({ offer, currency, disabled, onBuy }: CardProps) {
  const t = useTranslations("plan.packages");
  const plan = useTranslations("plan");
  const times = useTimes();
  const features = offer.features.map((one) => (plan.has(`features.${one as "counting"}`) ? plan(`features.${one as "counting"}`) : one));
  return (
    <Flex as="li" direction="column" gap="3" borderWidth="1px" rounded="lg" p="4" minW="0">
      <Box flex="1" minW="0" overflowWrap="anywhere">
        <Heading as="h3" size="sm" fontWeight="semibold">
          {offer.name}
        </Heading>
        <Text fontSize="xl" fontWeight="semibold" letterSpacing="tight" fontVariantNumeric="tabular-nums" my="1">
          {times.money(offer.amount, currency)}
        </Text>
        <Text color="fg.muted" fontSize="sm">
          {offer.days === null ? t("noEnd") : t("days", { count: offer.days })} ·{" "}
          {offer.cameras === null ? t("allCameras") : t("cameras", { count: offer.cameras })}
        </Text>
        {features.length > 0 && (
          <Text color="fg.muted" fontSize="sm">
            {features.join(", ")}
          </Text>
        )}
        {offer.description && (
          <Text fontSize="sm" mt="2">
            {offer.description}
          </Text>
        )}
      </Box>
      <Button size="sm" disabled={disabled} aria-label={t("buyNamed", { name: offer.name })} onClick={onBuy}>
        {t("buy")}
      </Button>
    </Flex>
  );
}
