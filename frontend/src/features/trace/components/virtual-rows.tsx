"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";

import { useRem } from "@/lib/theme/use-rem";

import { listMoved } from "../hooks/use-dwell";
import styles from "./virtual-rows.module.css";

type Props = {
  count: number;
  /** Height of a usual row in rem, for rows that were not shown yet. */
  usual: number;
  /** All rows are as high as the usual one: none is measured. */
  alike?: boolean;
  /** Identity of a row, so that its height is remembered for it. */
  keyOf: (index: number) => string;
  row: (index: number) => ReactNode;
  onShow: (first: number, last: number) => void;
  /** Row to bring into view when it changes. */
  openIndex: number;
  separated?: boolean;
};

/** Rows of a list of any length; only those in the window exist. They scroll with the page. */
export function VirtualRows({ count, usual, alike = false, keyOf, row, onShow, openIndex, separated = false }: Props) {
  "use no memo";
  const list = useRef<HTMLDivElement>(null);
  const rem = useRem();
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
  useEffect(() => {
    window.addEventListener("scroll", listMoved, { passive: true, capture: true });
    return () => window.removeEventListener("scroll", listMoved, { capture: true });
  }, []);
  const rows = useWindowVirtualizer({
    count,
    estimateSize: () => usual * rem,
    overscan: 6,
    scrollMargin: margin,
    getItemKey: keyOf,
    // Drawn with the next picture of the screen, not in the middle of the scroll event.
    useFlushSync: false,
  });
  useEffect(() => rows.measure(), [rows, rem]);
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
    <div ref={list} role="list" className={styles.list} style={{ height: rows.getTotalSize() }}>
      {items.map((item) => (
        <div
          key={item.key}
          role="listitem"
          aria-setsize={count}
          aria-posinset={item.index + 1}
          ref={alike ? undefined : rows.measureElement}
          data-index={item.index}
          className={separated ? `${styles.slot} ${styles.separated}` : styles.slot}
          style={{ transform: `translateY(${item.start - margin}px)` }}
        >
          {row(item.index)}
        </div>
      ))}
    </div>
  );
}
