"use client";

import { chakra, Flex, Text } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";

import { isCurrent, navItems, type NavItem, type NavKey } from "@/config/nav";
import { paths } from "@/config/paths";

import { permits, useSession } from "@/lib/session/session";

import { BrandMark } from "../brand-mark";
import { CameraIcon, HealthIcon, OverviewIcon, RunIcon, SearchIcon, SettingsIcon, TimelineIcon } from "../icons";
import { LanguageButton, ThemeButton } from "./preferences";
import { UserMenu } from "./user-menu";

const Link = chakra(PageLink);

const icons: Record<NavKey, typeof SearchIcon> = {
  overview: OverviewIcon,
  trace: SearchIcon,
  timeline: TimelineIcon,
  health: HealthIcon,
  program: RunIcon,
  cameras: CameraIcon,
  settings: SettingsIcon,
};

/** Navigation of wide screens. */
export function SideRail({ width }: { width: string }) {
  const t = useTranslations("shell");
  const items = usePermittedItems();
  return (
    <Flex
      as="nav"
      aria-label={t("navigation")}
      display={{ base: "none", md: "flex" }}
      direction="column"
      align="stretch"
      w={width}
      flexShrink={0}
      h="100dvh"
      position="sticky"
      top="0"
      bg="bg.panel"
      borderRightWidth="1px"
      py="3"
      px="2"
      gap="1"
    >
      <Link href={paths.home} aria-label={t("home")} alignSelf="center" rounded="md" mb="3">
        <BrandMark boxSize="9" />
      </Link>
      {items.map((item) => (
        <NavLink key={item.key} item={item} />
      ))}
      <Flex direction="column" align="center" gap="1" mt="auto">
        <UserMenu side="right-end" />
        <LanguageButton />
        <ThemeButton />
      </Flex>
    </Flex>
  );
}

/** Above the page on phones. */
export function TopBar() {
  const t = useTranslations("shell");
  return (
    <Flex
      as="header"
      display={{ base: "flex", md: "none" }}
      align="center"
      gap="2"
      h="12"
      px="3"
      bg="bg.panel"
      borderBottomWidth="1px"
    >
      <Link href={paths.home} aria-label={t("home")} display="flex" alignItems="center" gap="2" flex="1" rounded="md">
        <BrandMark boxSize="7" />
        <Text fontWeight="bold" letterSpacing="tight" fontSize="md">
          ePACK
        </Text>
      </Link>
      <LanguageButton />
      <ThemeButton />
      <UserMenu side="bottom-end" />
    </Flex>
  );
}

/** Navigation of phones, in reach of the thumb. */
export function BottomBar() {
  const t = useTranslations("shell");
  const items = usePermittedItems();
  return (
    <Flex
      as="nav"
      aria-label={t("navigation")}
      display={{ base: "flex", md: "none" }}
      position="fixed"
      insetX="0"
      bottom="0"
      zIndex="docked"
      bg="bg.panel"
      borderTopWidth="1px"
      px="2"
      py="1"
      gap="1"
      pb="max(0.25rem, env(safe-area-inset-bottom))"
    >
      {items.map((item) => (
        <NavLink key={item.key} item={item} />
      ))}
    </Flex>
  );
}

/** The pages that whoever is signed in may use. While that is not known none is hidden. */
function usePermittedItems(): readonly NavItem[] {
  const session = useSession().data;
  return session ? navItems.filter((item) => permits(session, item)) : navItems;
}

function NavLink({ item }: { item: NavItem }) {
  const t = useTranslations("nav");
  const pathname = usePathname();
  const current = isCurrent(item, pathname);
  const Icon = icons[item.key];
  return (
    <Link
      href={item.href}
      aria-current={current ? "page" : undefined}
      display="flex"
      flexDirection="column"
      alignItems="center"
      gap="0.5"
      flex={{ base: "1", md: "none" }}
      py={{ base: "1", md: "2" }}
      rounded="md"
      fontSize="2xs"
      fontWeight="medium"
      color={current ? "brand.fg" : "fg.muted"}
      bg={current ? "brand.subtle" : undefined}
      textDecoration="none"
      textAlign="center"
      lineHeight="1.2"
      _hover={{ bg: current ? "brand.subtle" : "bg.muted", color: current ? "brand.fg" : "fg" }}
    >
      <Icon boxSize="5" />
      {t(item.key)}
    </Link>
  );
}
