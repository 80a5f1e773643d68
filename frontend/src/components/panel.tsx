import { Box, Flex, Heading, type BoxProps } from "@chakra-ui/react";
import type { ReactNode, Ref } from "react";

type Props = { title?: string; actions?: ReactNode; children: ReactNode; ref?: Ref<HTMLDivElement> } & Omit<BoxProps, "title">;

/** A sheet of paper on the page: a section with a heading and, at its right, what can be done with it. */
export function Panel({ title, actions, children, ...rest }: Props) {
  return (
    <Box as="section" bg="bg.panel" borderWidth="1px" rounded="lg" minW="0" {...(title ? { "aria-label": title } : {})} {...rest}>
      {(title || actions) && (
        <Flex align="center" gap="2" minH="11" px="4" py="1.5" borderBottomWidth="1px" wrap="wrap">
          {title && (
            // Beside what can be done where there is room for both, else above it.
            <Heading as="h2" size="sm" fontWeight="semibold" flex="1 1 auto" minW="0" overflowWrap="anywhere">
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
