"use client";

import { Box, chakra, Flex, Skeleton } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { Page } from "@/components/page";
import { Panel } from "@/components/panel";
import { RestartBanner } from "@/components/settings/restart-banner";
import { useCurrentInSight } from "@/components/use-current-in-sight";
import { settingsPath } from "@/config/paths";
import { useSettings } from "@/lib/settings/settings";

import { useBackups } from "../api/backups";
import { AboutSection } from "./about-section";
import { BackupSection } from "./backup-section";
import { GooglePanel } from "./google-panel";
import { GroupForm } from "./group-form";
import { LogSection } from "./log-section";
import { MailPanel } from "./mail-panel";
import { isGroup, sectionNamed, sections, type Section } from "./sections";
import { SetupSection } from "./setup-section";
import { TransferSection } from "./transfer-section";

const Link = chakra(PageLink);

/** Settings by section; the section is in the address, so that it can be linked to. */
export function SettingsView() {
  const t = useTranslations("settings");
  const section = sectionNamed(useSearchParams().get("section"));
  const settings = useSettings();
  const backups = useBackups();
  return (
    <Page title={t("title")} lead={t("lead")}>
      <RestartBanner settings={settings.data?.awaiting_restart.length ?? 0} restore={backups.data?.staged ?? false} />
      <Flex gap="5" align="flex-start" direction={{ base: "column", lg: "row" }}>
        <SectionNav section={section} />
        <Box flex="1" minW="0" w="full" maxW="60rem">
          {isGroup(section) ? (
            <>
              <Panel title={t(`groups.${section}`)}>
                {settings.data ? (
                  <GroupForm key={section} settings={settings.data.items.filter((one) => one.group === section)} />
                ) : settings.error ? (
                  <ErrorPanel error={settings.error} onRetry={() => void settings.refetch()} />
                ) : (
                  <Skeleton m="4" h="96" />
                )}
              </Panel>
              {section === "accounts" && <GooglePanel />}
              {section === "mail" && <MailPanel />}
            </>
          ) : (
            <Tool section={section} />
          )}
        </Box>
      </Flex>
    </Page>
  );
}

function Tool({ section }: { section: Section }) {
  if (section === "setup") return <SetupSection />;
  if (section === "transfer") return <TransferSection />;
  if (section === "backup") return <BackupSection />;
  if (section === "log") return <LogSection />;
  return <AboutSection />;
}

function SectionNav({ section }: { section: Section }) {
  const t = useTranslations("settings");
  const strip = useCurrentInSight(section);
  return (
    <Flex
      ref={strip}
      as="nav"
      aria-label={t("sections")}
      direction={{ base: "row", lg: "column" }}
      gap="1"
      w={{ base: "full", lg: "52" }}
      flexShrink={0}
      overflowX="auto"
      position={{ lg: "sticky" }}
      top="4"
      pb={{ base: "1", lg: "0" }}
    >
      {sections.map((one) => (
        <Link
          key={one}
          href={settingsPath(one)}
          replace
          scroll={false}
          aria-current={one === section ? "page" : undefined}
          px="3"
          py="2"
          rounded="md"
          whiteSpace="nowrap"
          fontWeight={one === section ? "semibold" : "normal"}
          color={one === section ? "brand.fg" : "fg.muted"}
          bg={one === section ? "brand.subtle" : undefined}
          textDecoration="none"
          _hover={{ bg: one === section ? "brand.subtle" : "bg.muted" }}
          {...(one === "setup" && { mt: { lg: "3" } })}
        >
          {t(`groups.${one}`)}
        </Link>
      ))}
    </Flex>
  );
}
