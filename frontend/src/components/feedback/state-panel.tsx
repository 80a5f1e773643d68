import { Flex, Heading, Text } from "@chakra-ui/react";
import type { ReactNode } from "react";

type Props = {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** `alert` is read out at once by screen readers. */
  role?: "status" | "alert";
};

/** What stands where content would be: empty, failed, not found. Says what to do next. */
export function StatePanel({ icon, title, children, actions, role }: Props) {
  return (
    <Flex direction="column" align="center" minW="0" textAlign="center" gap="3" px="4" py={{ base: "8", md: "12" }} role={role}>
      <Flex fontSize="2xl" color="fg.subtle" bg="bg.muted" rounded="full" boxSize="14" align="center" justify="center">
        {icon}
      </Flex>
      <Heading as="h2" size="md" fontWeight="semibold">
        {title}
      </Heading>
      {children && (
        <Text as="div" color="fg.muted" w="full" maxW="lg" overflowWrap="anywhere">
          {children}
        </Text>
      )}
      {actions && (
        <Flex gap="2" wrap="wrap" justify="center" mt="1">
          {actions}
        </Flex>
      )}
    </Flex>
  );
}
