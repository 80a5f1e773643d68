"use client";

import { CloseButton, Dialog, Portal, useBreakpointValue } from "@chakra-ui/react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";

type Props = {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  footer?: ReactNode;
  size?: "sm" | "md" | "lg" | "xl";
  /** What it shows is shown this once: only its own buttons close it. */
  once?: boolean;
};

/** A dialog that fills the screen on phones. Escape and the backdrop close it; focus goes back where it was. */
export function Modal({ open, onClose, title, children, footer, size = "lg", once = false }: Props) {
  const t = useTranslations("controls");
  const fills = useBreakpointValue({ base: true, md: false }, { ssr: false });
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(change) => !change.open && onClose()}
      size={fills ? "full" : size}
      placement={fills ? "top" : "center"}
      scrollBehavior="inside"
      closeOnEscape={!once}
      closeOnInteractOutside={!once}
      // A dialog that takes the place of another one is not closed by that one's end, nor by the focus that goes back
      // to where the other was opened.
      onFocusOutside={keep}
      onRequestDismiss={keep}
      lazyMount
      unmountOnExit
    >
      <Portal>
        <Dialog.Backdrop />
        <Dialog.Positioner>
          <Dialog.Content>
            <Dialog.Header pb="3">
              <Dialog.Title>{title}</Dialog.Title>
            </Dialog.Header>
            <Dialog.Body>{children}</Dialog.Body>
            {footer && <Dialog.Footer flexWrap="wrap">{footer}</Dialog.Footer>}
            <Dialog.CloseTrigger asChild>
              <CloseButton size="sm" colorPalette="gray" aria-label={t("close")} />
            </Dialog.CloseTrigger>
          </Dialog.Content>
        </Dialog.Positioner>
      </Portal>
    </Dialog.Root>
  );
}

function keep(event: Event): void {
  event.preventDefault();
}
