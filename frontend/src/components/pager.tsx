"use client";

import { Button, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

type Props = { page: number; pageSize: number; total: number; onPage: (page: number) => void };

/** Which rows of how many are shown, and the way to the others. */
export function Pager({ page, pageSize, total, onPage }: Props) {
  const t = useTranslations("controls");
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (total <= pageSize && page === 1) return null;
  const from = Math.min(total, (page - 1) * pageSize + 1);
  return (
    <Flex align="center" gap="2" px="4" py="2" borderTopWidth="1px" justify="flex-end" wrap="wrap">
      <Text color="fg.muted" fontSize="xs" mr="auto">
        {t("rows", { from, to: Math.min(total, page * pageSize), total })}
      </Text>
      <Button size="xs" variant="outline" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        {t("previous")}
      </Button>
      <Button size="xs" variant="outline" disabled={page >= last} onClick={() => onPage(page + 1)}>
        {t("next")}
      </Button>
    </Flex>
  );
}
