"use client";

import { Box } from "@chakra-ui/react";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";

type Props = {
  count: number;
  /** Height of a usual row in px, for rows that were not shown yet. */
  usual: number;
  /** Identity of a row, so that its height is remembered for it. */
  keyOf: (index: number) => string;
  row: (index: number) => ReactNode;
  onShow: (first: number, last: number) => void;
  /** Row to bring into view when it changes. */
  openIndex: number;
  separated?: boolean;
};

/** Rows of a list of any length; only those in the window exist. They scroll with the page. */
export function VirtualRows({ count, usual, keyOf, row, onShow, openIndex, separated = false }: Props) {
  "use no memo";
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const measure = () => setMargin(element.getBoundingClientRect().top + window.scrollY);
    measure();
    // What stands above may grow (a longer text in the box) and push the list down.
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, []);
  const rows = useWindowVirtualizer({
    count,
    estimateSize: () => usual,
    overscan: 6,
    scrollMargin: margin,
    getItemKey: keyOf,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? 0;
  useEffect(() => onShow(first, last), [first, last, onShow]);

  const opened = useRef(openIndex);
  useEffect(() => {
    if (openIndex >= 0 && openIndex !== opened.current) rows.scrollToIndex(openIndex, { align: "auto" });
    opened.current = openIndex;
  }, [openIndex, rows]);

  return (
    <Box ref={list} role="list" position="relative" style={{ height: rows.getTotalSize() }}>
      {items.map((item) => (
        <Box
          key={item.key}
          role="listitem"
          aria-setsize={count}
          aria-posinset={item.index + 1}
          ref={rows.measureElement}
          data-index={item.index}
          position="absolute"
          top="0"
          left="0"
          w="full"
          borderTopWidth={separated && item.index > 0 ? "1px" : undefined}
          borderColor="border.muted"
          style={{ transform: `translateY(${item.start - margin}px)` }}
        >
          {row(item.index)}
        </Box>
      ))}
    </Box>
  );
}
