import { Box, Flex, type BoxProps } from "@chakra-ui/react";
import type { ReactNode } from "react";

type Props = { bg: BoxProps["bg"]; controls?: ReactNode; children: ReactNode } & Omit<BoxProps, "children">;

/** The picture with the line of controls under it: as high while it loads, fails or plays nothing. */
export function PlayerFrame({ bg, controls, children, ...rest }: Props) {
  return (
    <Box>
      <Box position="relative" aspectRatio="16 / 9" overflow="hidden" bg={bg} {...rest}>
        {children}
      </Box>
      <Flex gap="1" px="3" py="1.5" minH="11" align="center">
        {controls}
      </Flex>
    </Box>
  );
}
