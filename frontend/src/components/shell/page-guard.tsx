"use client";

import { Button } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

import { isCurrent, navItems } from "@/config/nav";
import { paths } from "@/config/paths";
import { permits, useSession } from "@/lib/session/session";

import { StatePanel } from "../feedback/state-panel";
import { LockIcon } from "../icons";

/** In place of a page that the role does not allow: a link may lead there, the navigation does not. */
export function PageGuard({ children }: { children: ReactNode }) {
  const t = useTranslations("session");
  const pathname = usePathname();
  const session = useSession().data;
  const page = navItems.find((item) => isCurrent(item, pathname));
  if (!page || !session || permits(session, page)) return children;
  return (
    <StatePanel
      icon={<LockIcon />}
      title={t("notForYou")}
      actions={
        <Button asChild size="sm" variant="outline">
          <PageLink href={paths.home}>{t("toFirstPage")}</PageLink>
        </Button>
      }
    >
      {t("notForYouText")}
    </StatePanel>
  );
}
