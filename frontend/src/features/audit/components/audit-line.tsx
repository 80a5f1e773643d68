"use client";

import { Badge, Box, Flex, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import type { AuditEntry } from "@/lib/api/types";
import { useErrorTextOf } from "@/lib/i18n/use-error-text";
import { useTimes } from "@/lib/time/use-times";

import type { Names } from "../api/names";
import { AuditDetail } from "./audit-detail";
import { useActionText } from "./use-action-text";

/** When, who, what, and whether it was refused; then what the request named. */
export function AuditLine({ line, zone, names }: { line: AuditEntry; zone: string; names: Names }) {
  const t = useTranslations("audit");
  const roles = useTranslations("session.roles");
  const times = useTimes();
  const words = useActionText();
  const error = useErrorTextOf();
  const refused = line.outcome !== "done";
  const role = line.role as "admin";
  const details = Object.keys(line.details);
  return (
    <Flex
      as="li"
      listStyleType="none"
      gap={{ base: "1", md: "4" }}
      direction={{ base: "column", md: "row" }}
      px="4"
      py="2.5"
      borderBottomWidth="1px"
      _last={{ borderBottomWidth: "0" }}
      data-action={line.action}
    >
      <Text color="fg.muted" fontSize="sm" fontVariantNumeric="tabular-nums" w={{ md: "11.5rem" }} flexShrink={0}>
        {times.dayAndTime(line.at_ms, zone)}
      </Text>
      <Box w={{ md: "13rem" }} flexShrink={0} minW="0">
        <Text fontWeight="medium" overflowWrap="anywhere" lineHeight="short">
          {line.actor || t("nobody")}
        </Text>
        <Text color="fg.muted" fontSize="xs" overflowWrap="anywhere">
          {[line.role && (roles.has(role) ? roles(role) : line.role), line.address].filter(Boolean).join(" · ")}
        </Text>
      </Box>
      <Box flex="1" minW="0">
        <Flex gap="2" align="center" wrap="wrap">
          <Text lineHeight="short">
            {words(line.action)}
          </Text>
          {refused && <Badge colorPalette="red">{t("refused")}</Badge>}
        </Flex>
        {refused && (
          <Text fontSize="sm" color="fg.error" title={line.outcome}>
            {refusal()}
          </Text>
        )}
        {details.length > 0 && (
          <Text as="dl" fontSize="xs" color="fg.muted" overflowWrap="anywhere" display="flex" flexWrap="wrap" columnGap="3" mt="0.5">
            {details.map((name) => (
              <Box key={name} display="flex" gap="1" minW="0">
                <Box as="dt" flexShrink={0}>
                  {t.has(`fields.${name as "name"}`) ? t(`fields.${name as "name"}`) : name}:
                </Box>
                <Box as="dd" color="fg" minW="0">
                  <AuditDetail name={name} details={line.details} names={names} zone={zone} />
                </Box>
              </Box>
            ))}
          </Text>
        )}
      </Box>
    </Flex>
  );
  /** The text of the refusal without what it was filled with then; its code where there is no such text. */
  function refusal(): string {
    // In the server's own sentence stood more, but it is not kept. A text that cannot do without that comes as its key.
    const text = error({ code: line.outcome, message: "", details: {} });
    return text.startsWith("errors.") ? line.outcome : text;
  }
}
