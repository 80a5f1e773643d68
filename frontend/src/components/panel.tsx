import { Box, Flex, Heading, type BoxProps } from "@chakra-ui/react";
import type { ReactNode } from "react";

type Props = { title?: string; actions?: ReactNode; children: ReactNode } & Omit<BoxProps, "title">;

/** A sheet of paper on the page: a section with a heading and, at its right, what can be done with it. */
export function Panel({ title, actions, children, ...rest }: Props) {
  return (
    <Box as="section" bg="bg.panel" borderWidth="1px" rounded="lg" minW="0" {...(title ? { "aria-label": title } : {})} {...rest}>
      {(title || actions) && (
        <Flex align="center" gap="2" minH="11" px="4" py="1.5" borderBottomWidth="1px" wrap="wrap">
          {title && (
            <Heading as="h2" size="sm" fontWeight="semibold" flex="1" minW="max-content">
              {title}
            </Heading>
          )}
          {actions}
        </Flex>
      )}
      {children}
    </Box>
  );
}
