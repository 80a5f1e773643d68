"use client";

import { Heading, Text } from "@chakra-ui/react";
import { useEffect, type ReactNode } from "react";

/** What the sheet is for, also in the tab of the browser. */
export function SheetHeading({ title, children }: { title: string; children?: ReactNode }) {
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · ePACK`;
    return () => {
      document.title = before;
    };
  }, [title]);
  return (
    <>
      <Heading as="h1" size="xl" fontWeight="semibold" letterSpacing="tight">
        {title}
      </Heading>
      {children && (
        <Text as="div" color="fg.muted" mt="1">
          {children}
        </Text>
      )}
    </>
  );
}
