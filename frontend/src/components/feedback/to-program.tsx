import { Button } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { paths } from "@/config/paths";
import { useMayOpen } from "@/lib/session/session";

/** The way on from pages that are empty because no footage is known yet. */
export function ToProgram() {
  const t = useTranslations("controls");
  const mayOpen = useMayOpen(paths.program);
  if (!mayOpen) return null;
  return (
    <Button asChild size="sm">
      <PageLink href={paths.program}>{t("toProgram")}</PageLink>
    </Button>
  );
}
