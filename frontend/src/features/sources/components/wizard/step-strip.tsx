"use client";

import { Box, Flex } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CheckIcon } from "@/components/icons";

export const wizardSteps = ["kind", "connect", "test", "cameras", "summary"] as const;
export type WizardPlace = (typeof wizardSteps)[number] | "done";

/** How far the wizard is. */
export function StepStrip({ place, steps }: { place: WizardPlace; steps: readonly (typeof wizardSteps)[number][] }) {
  const t = useTranslations("wizard.steps");
  const at = place === "done" ? steps.length : steps.indexOf(place);
  return (
    <Flex as="ol" aria-label={t("label")} listStyleType="none" gap="1" wrap="wrap" mb="4">
      {steps.map((step, index) => {
        const here = index === at;
        return (
          <Flex as="li" key={step} align="center" gap="1.5" flexShrink={0} px="2" py="1" rounded="md" fontSize="xs" aria-current={here ? "step" : undefined} bg={here ? "brand.subtle" : undefined} color={here ? "brand.fg" : "fg.muted"} fontWeight={here ? "semibold" : "normal"}>
            <Box as="span" aria-hidden display="inline-flex">
              {index < at ? <CheckIcon color="brand.fg" /> : `${index + 1}.`}
            </Box>
            {t(step)}
          </Flex>
        );
      })}
    </Flex>
  );
}
