import { Box, Flex, type FlexProps } from "@chakra-ui/react";
import type { ReactNode } from "react";

import { WarningIcon } from "../icons";

type Tone = "error" | "info";

const looks: Record<Tone, FlexProps> = {
  error: { bg: "red.subtle", color: "red.fg", role: "alert" },
  info: { bg: "mark.subtle", color: "mark.fg", role: "status" },
};

/** One line beside the thing it is about. */
export function Notice({ tone = "error", children, ...rest }: { tone?: Tone; children: ReactNode } & FlexProps) {
  return (
    <Flex gap="2" align="flex-start" px="3" py="2" rounded="md" lineHeight="short" {...looks[tone]} {...rest}>
      <WarningIcon mt="0.5" />
      <Box minW="0" overflowWrap="anywhere">
        {children}
      </Box>
    </Flex>
  );
}
