"use client";

import { Box, chakra, Flex, Grid, Text, type HTMLChakraProps } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { usePathname } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";

import { isCurrent, navItems, type NavItem, type NavKey } from "@/config/nav";
import { paths } from "@/config/paths";

import { permits, useSession } from "@/lib/session/session";

import { BrandMark } from "../brand-mark";
import { AuditIcon, CameraIcon, HealthIcon, LiveIcon, MoreIcon, OverviewIcon, PlanIcon, RunIcon, SearchIcon, SettingsIcon, SourceIcon, TimelineIcon, UsersIcon } from "../icons";
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
  sources: SourceIcon,
  live: LiveIcon,
  settings: SettingsIcon,
  users: UsersIcon,
  audit: AuditIcon,
  plan: PlanIcon,
};

// Every page has its place without scrolling, also on the screen of a notebook.
const LOW = "@media (max-height: 56rem)";
const LOWER = "@media (max-height: 45rem)";

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
      overflowY="auto"
    >
      <Link href={paths.home} aria-label={t("home")} alignSelf="center" rounded="md" mb="3">
        <BrandMark boxSize="9" />
      </Link>
      <Flex direction="column" align="stretch" gap="1" css={{ [LOW]: { gap: "0" } }} minH="0" overflowY="auto" scrollbarWidth="thin">
        {items.map((item) => (
          <NavLink key={item.key} item={item} />
        ))}
      </Flex>
      <Flex direction="column" align="center" gap="1" mt="auto" pt="2">
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

const MOST_IN_BAR = 5;

/** Navigation of phones, in reach of the thumb; what there is no room for opens above it. */
export function BottomBar() {
  const t = useTranslations("shell");
  const items = usePermittedItems();
  const nav = useTranslations("nav");
  const pathname = usePathname();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  const more = items.length > MOST_IN_BAR ? items.filter((item) => item.more) : [];
  // Going somewhere closes it.
  const open = openAt === pathname;
  const inside = more.some((item) => isCurrent(item, pathname));

  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (!bar.current?.contains(event.target as Node)) setOpenAt(null);
    };
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [open]);

  return (
    <Box
      ref={bar}
      as="nav"
      aria-label={t("navigation")}
      display={{ base: "block", md: "none" }}
      position="fixed"
      insetX="0"
      bottom="0"
      zIndex="docked"
      bg="bg.panel"
      borderTopWidth="1px"
      pb="max(0.25rem, env(safe-area-inset-bottom))"
      onKeyDown={(event) => event.key === "Escape" && setOpenAt(null)}
    >
      <Grid id="more-pages" display={open ? "grid" : "none"} templateColumns="repeat(3, 1fr)" gap="1" px="2" py="2" borderBottomWidth="1px">
        {more.map((item) => (
          <NavLink key={item.key} item={item} />
        ))}
      </Grid>
      <Flex px="2" pt="1" gap="1">
        {items
          .filter((item) => !more.includes(item))
          .map((item) => (
            <NavLink key={item.key} item={item} />
          ))}
        {more.length > 0 && (
          <chakra.button
            type="button"
            aria-expanded={open}
            aria-controls="more-pages"
            cursor="pointer"
            {...entryLook(inside || open)}
            onClick={() => setOpenAt(open ? null : pathname)}
          >
            <MoreIcon boxSize="5" />
            {nav("more")}
          </chakra.button>
        )}
      </Flex>
    </Box>
  );
}

function entryLook(current: boolean): HTMLChakraProps<"button"> {
  return {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    gap: "0.5",
    flex: { base: "1", md: "none" },
    py: { base: "1", md: "2" },
    css: { [LOW]: { py: "1" }, [LOWER]: { py: "0.5" } },
    rounded: "md",
    fontSize: "2xs",
    fontWeight: "medium",
    color: current ? "brand.fg" : "fg.muted",
    bg: current ? "brand.subtle" : undefined,
    textAlign: "center",
    lineHeight: "1.2",
    _hover: { bg: current ? "brand.subtle" : "bg.muted", color: current ? "brand.fg" : "fg" },
  };
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
    <Link href={item.href} aria-current={current ? "page" : undefined} textDecoration="none" {...(entryLook(current) as HTMLChakraProps<"a">)}>
      <Icon boxSize="5" />
      {t(item.key)}
    </Link>
  );
}
