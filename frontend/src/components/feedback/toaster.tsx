"use client";

import { createToaster, Portal, Stack, Toast, Toaster as ChakraToaster } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

export const toaster = createToaster({ placement: "bottom-end", pauseOnPageIdle: true, max: 4 });

export function Toaster() {
  const t = useTranslations("controls");
  return (
    <Portal>
      <ChakraToaster toaster={toaster} insetInline={{ mdDown: "4" }}>
        {(toast) => (
          <Toast.Root width={{ md: "sm" }} bg="bg.panel" color="fg" borderWidth="1px" shadow="lg">
            <Toast.Indicator color={toast.type === "error" ? "fg.error" : "brand.fg"} />
            <Stack gap="0.5" flex="1" maxWidth="100%">
              {toast.title && <Toast.Title>{toast.title}</Toast.Title>}
              {toast.description && <Toast.Description color="fg.muted">{toast.description}</Toast.Description>}
              {toast.action && (
                <Toast.ActionTrigger alignSelf="flex-start" mt="1" color="brand.fg" fontWeight="semibold" textDecoration="underline">
                  {toast.action.label}
                </Toast.ActionTrigger>
              )}
            </Stack>
            <Toast.CloseTrigger aria-label={t("close")} />
          </Toast.Root>
        )}
      </ChakraToaster>
    </Portal>
  );
}
