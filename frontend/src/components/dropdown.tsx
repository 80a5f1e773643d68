"use client";

import { Box, Button, type ButtonProps } from "@chakra-ui/react";
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { useRem } from "@/lib/theme/use-rem";

type Props = {
  /** Names what opens. */
  label: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** Looks and texts of the button that opens it. */
  button: ButtonProps;
  /** In rem; less where the screen has less. */
  width: number;
  children: ReactNode;
};

const EDGE_PX = 8;

/** A button with a small sheet under it. Escape, a press elsewhere and moving on with Tab close it. */
export function Dropdown({ label, open, onOpen, button, width, children }: Props) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [left, setLeft] = useState(0);
  const rem = useRem();

  useLayoutEffect(() => {
    if (!open || !frame.current) return;
    const room = document.documentElement.clientWidth - EDGE_PX - frame.current.getBoundingClientRect().left;
    setLeft(Math.min(0, room - width * rem));
    sheet.current?.querySelector<HTMLElement>("input, select, textarea, button:not(:disabled), a[href]")?.focus();
  }, [open, width, rem]);

  useEffect(() => {
    if (!open) return;
    const onPress = (event: PointerEvent) => {
      if (!frame.current?.contains(event.target as Node)) onOpen(false);
    };
    document.addEventListener("pointerdown", onPress, true);
    return () => document.removeEventListener("pointerdown", onPress, true);
  }, [open, onOpen]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !open) return;
    event.stopPropagation();
    onOpen(false);
    trigger.current?.focus();
  }

  return (
    <Box
      ref={frame}
      position="relative"
      minW="0"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (open && event.relatedTarget && !frame.current?.contains(event.relatedTarget as Node)) onOpen(false);
      }}
    >
      <Button ref={trigger} type="button" aria-haspopup="dialog" aria-expanded={open} aria-controls={open ? id : undefined} {...button} onClick={() => onOpen(!open)} />
      {open && (
        <Box
          ref={sheet}
          id={id}
          role="dialog"
          aria-label={label}
          position="absolute"
          top="100%"
          mt="1"
          zIndex="popover"
          maxW="calc(100vw - 1rem)"
          bg="bg.panel"
          borderWidth="1px"
          rounded="lg"
          shadow="lg"
          style={{ left, width: `${width}rem` }}
        >
          {children}
        </Box>
      )}
    </Box>
  );
}
