"use client";

import { Box, Button, Flex, IconButton } from "@chakra-ui/react";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { paths } from "@/config/paths";
import { usePlan } from "@/lib/plan/plan";
import { useMayOpen, useMayOperate } from "@/lib/session/session";

import { CloseIcon, WarningIcon } from "../icons";
import { PageLink } from "../page-link";

const STORED = "epack-plan-warning";

/** Before analysis stops, and while it is stopped. A warning can be put away for the day; a stop cannot. */
export function PlanBanner() {
  const t = useTranslations("plan.banner");
  const operates = useMayOperate();
  const mayOpen = useMayOpen(paths.plan);
  const here = usePathname().startsWith(paths.plan.slice(0, -1));
  const plan = usePlan(operates).data;
  const [hidden, setHidden] = useState(() => read());
  if (!operates || here || !plan?.warn) return null;
  const stopped = !plan.may_analyse;
  // Another state is other news, also on the same day.
  const news = `${plan.state} ${new Date().toDateString()}`;
  if (!stopped && hidden === news) return null;

  function hide() {
    setHidden(news);
    try {
      localStorage.setItem(STORED, news);
    } catch {
      // It comes back with the next page load.
    }
  }

  return (
    <Flex
      as="section"
      role="status"
      aria-label={t("title")}
      align="center"
      gap="3"
      px={{ base: "3", md: "6" }}
      py="2"
      bg={stopped ? "red.subtle" : "mark.subtle"}
      color={stopped ? "red.fg" : "mark.fg"}
      lineHeight="short"
    >
      <WarningIcon fontSize="lg" />
      <Box flex="1" minW="0">
        {stopped ? t("stopped", { state: plan.state }) : t("ends", { state: plan.state, days: plan.days_left ?? 0 })}
      </Box>
      {mayOpen && (
        <Button asChild size="xs" variant="outline" colorPalette="gray" color="inherit">
          <PageLink href={paths.plan}>{t("open")}</PageLink>
        </Button>
      )}
      {!stopped && (
        <IconButton size="xs" variant="ghost" color="inherit" aria-label={t("hide")} title={t("hide")} onClick={hide}>
          <CloseIcon />
        </IconButton>
      )}
    </Flex>
  );
}

function read(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}
