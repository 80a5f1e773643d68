import { Button } from "@chakra-ui/react";
import { PageLink } from "@/components/page-link";
import { useTranslations } from "use-intl";

import { paths } from "@/config/paths";

/** The way on from pages that are empty because no footage is known yet. */
export function ToProgram() {
  const t = useTranslations("controls");
  return (
    <Button asChild size="sm">
      <PageLink href={paths.program}>{t("toProgram")}</PageLink>
    </Button>
  );
}
