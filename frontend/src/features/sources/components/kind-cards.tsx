"use client";

import { Badge, Box, chakra, Flex, Grid, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { kinds, untested, type Kind } from "../hooks/kinds";
import { KindIcon } from "./kind-icon";

type Props = {
  /** Those that the server knows. */
  known: readonly string[];
  /** Folders too. */
  folder?: boolean;
  onChoose: (kind: Kind) => void;
};

/** The kinds of sources with what each is for. */
export function KindCards({ known, folder = true, onChoose }: Props) {
  const t = useTranslations("sources");
  return (
    <Grid as="ul" listStyleType="none" templateColumns="repeat(auto-fill, minmax(min(100%, 17rem), 1fr))" gap="3" w="full" textAlign="start">
      {kinds
        .filter((kind) => (folder && kind === "local") || known.includes(kind))
        .map((kind) => (
          <Box as="li" key={kind}>
            <chakra.button
              type="button"
              display="flex"
              gap="3"
              w="full"
              h="full"
              p="3.5"
              textAlign="start"
              borderWidth="1px"
              rounded="lg"
              bg="bg.panel"
              cursor="pointer"
              _hover={{ borderColor: "brand.solid", bg: "brand.subtle" }}
              onClick={() => onChoose(kind)}
            >
              <KindIcon kind={kind} fontSize="2xl" color="brand.fg" mt="0.5" />
              <Box minW="0">
                <Flex gap="2" align="center" wrap="wrap">
                  <Text as="span" fontWeight="semibold">
                    {t(`kind.${kind}`)}
                  </Text>
                  {untested.has(kind) && (
                    <Badge size="sm" colorPalette="mark">
                      {t("untested")}
                    </Badge>
                  )}
                </Flex>
                <Text fontSize="sm" color="fg.muted" lineHeight="short" mt="0.5">
                  {t(`kindText.${kind}`)}
                </Text>
              </Box>
            </chakra.button>
          </Box>
        ))}
    </Grid>
  );
}
