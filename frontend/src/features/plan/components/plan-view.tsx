"use client";

import { Box, Skeleton, Stack } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Page } from "@/components/page";
import { usePlan } from "@/lib/plan/plan";

import { isUnsettled, useOrder } from "../api/plan";
import { LicenceEntry } from "./licence-entry";
import { OrderPanel } from "./order-panel";
import { PackagesPanel } from "./packages-panel";
import { RequestCode } from "./request-code";
import { StandingPanel } from "./standing-panel";

/** What this installation may do and until when; buying, and entering a licence. */
export function PlanView() {
  const t = useTranslations("plan");
  const plan = usePlan();
  const order = useOrder();
  const open = order.data?.order ? isUnsettled(order.data.order) : false;
  return (
    <Page title={t("title")} lead={t("lead")}>
      {plan.data ? (
        <Stack gap="4" maxW="64rem">
          <OrderPanel found={order.data} error={order.error} onRetry={() => void order.refetch()} />
          <StandingPanel plan={plan.data} />
          {plan.data.state !== "unlimited" && (
            <>
              <PackagesPanel orderOpen={open} customer={plan.data.licence?.customer ?? ""} email={plan.data.licence?.email ?? ""} />
              <LicenceEntry />
              <RequestCode code={plan.data.request_code} />
            </>
          )}
        </Stack>
      ) : plan.error ? (
        <ErrorPanel error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <Box maxW="64rem">
          <Skeleton h="56" mb="4" />
          <Skeleton h="40" />
        </Box>
      )}
    </Page>
  );
}
