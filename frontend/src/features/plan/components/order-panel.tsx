"use client";

import { Box, Button, Flex, Spinner, Text } from "@chakra-ui/react";
import { useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Notice } from "@/components/feedback/notice";
import { toaster } from "@/components/feedback/toaster";
import { CheckIcon, WarningIcon } from "@/components/icons";
import { Panel } from "@/components/panel";
import { paths } from "@/config/paths";
import type { PlanOrder } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { useSiteZone } from "@/lib/settings/use-site-zone";
import { useTimes } from "@/lib/time/use-times";

import { useForgetOrder, usePackages, type OrderNow } from "../api/plan";
import { checkoutAddress } from "./checkout";

type Props = { found: OrderNow | undefined; error: unknown; onRetry: () => void };

/** The order that was made here, and what became of it; also where the checkout sends the buyer back to. */
export function OrderPanel({ found, error, onRetry }: Props) {
  const t = useTranslations("plan.order");
  const back = useSearchParams().get("order");
  if (found?.order) return <Order order={found.order} trouble={found.trouble} />;
  if (error && back) {
    return (
      <Panel title={t("title")}>
        <ErrorPanel error={error} onRetry={onRetry} />
      </Panel>
    );
  }
  // The address of an order that was put away since.
  if (found && back) return <Notice tone="info">{t("unknown")}</Notice>;
  return null;
}

function Order({ order, trouble }: { order: PlanOrder; trouble: unknown }) {
  const t = useTranslations("plan.order");
  const times = useTimes();
  const zone = useSiteZone();
  const text = useErrorText();
  const packages = usePackages();
  const name = packages.data?.items.find((one) => one.id === order.package)?.name ?? order.package;
  const waiting = order.status === "pending" || (order.status === "paid" && !order.installed);
  const status = order.status === "paid" && order.installed ? "installed" : (order.status as "pending");
  const good = status === "installed";
  return (
    <Panel title={t("title")}>
      <Flex gap="3" px="4" py="4" align="flex-start" role="status">
        {waiting ? <Spinner size="sm" mt="1" /> : good ? <CheckIcon color="brand.fg" fontSize="xl" /> : <WarningIcon color="mark.fg" fontSize="xl" />}
        <Box flex="1" minW="0" data-order={order.status}>
          <Text fontWeight="semibold">{t.has(`states.${status}.title`) ? t(`states.${status}.title`) : order.status}</Text>
          {t.has(`states.${status}.text`) && (
            <Text>{t(`states.${status}.text`, { until: `${times.dayAndTime(order.expires_ms, zone)}` })}</Text>
          )}
          <Text color="fg.muted" fontSize="sm" mt="1" overflowWrap="anywhere">
            {name} · {times.money(order.amount, order.currency)} · {t("number", { code: String(order.order_code) })}
          </Text>
          {Boolean(trouble) && (
            <Notice mt="2">
              {text(trouble)} {t("asksAgain")}
            </Notice>
          )}
          <Actions order={order} />
        </Box>
      </Flex>
    </Panel>
  );
}

function Actions({ order }: { order: PlanOrder }) {
  const t = useTranslations("plan.order");
  const text = useErrorText();
  const router = useRouter();
  const forget = useForgetOrder();
  const open = order.status === "pending" || order.status === "underpaid";
  const checkout = checkoutAddress(order);

  function putAway() {
    forget.mutate(undefined, {
      onSuccess: () => router.replace(paths.plan),
      onError: (error) => toaster.error({ title: t("failed"), description: text(error) }),
    });
  }

  if (order.status === "paid" && !order.installed) return null;
  return (
    <Flex gap="2" mt="3" wrap="wrap">
      {order.status === "pending" && checkout && (
        <Button asChild size="sm">
          <a href={checkout}>{t("toCheckout")}</a>
        </Button>
      )}
      <Button size="sm" variant="outline" colorPalette="gray" loading={forget.isPending} onClick={putAway}>
        {open ? t("giveUp") : t("putAway")}
      </Button>
    </Flex>
  );
}
