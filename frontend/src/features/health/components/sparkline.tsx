import { Box } from "@chakra-ui/react";

import type { HealthFinding } from "@/lib/api/types";

type Props = {
  days: readonly string[];
  /** One for each of `days`, null where a day tells nothing. */
  values: readonly (number | null)[];
  /** At least as high as this: what is small there looks small. */
  top: number;
  level: HealthFinding["level"];
};

const WIDTH = 80;
const HEIGHT = 28;
const PAD = 3;
const COLORS = { ok: "var(--chakra-colors-brand-solid)", caution: "var(--chakra-colors-mark-solid)", critical: "var(--chakra-colors-red-solid)" };

/** Values over days as a small line from zero up; nothing without two days. Decoration: the tile says it in words. */
export function Sparkline({ days, values, top, level }: Props) {
  const points = days.flatMap((day, at) => {
    const value = values[at];
    return value === null || value === undefined ? [] : [{ at: Date.parse(day), value }];
  });
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || first === last) return null;
  const highest = Math.max(top, ...points.map((point) => point.value));
  const x = (at: number) => PAD + ((at - first.at) / (last.at - first.at)) * (WIDTH - 2 * PAD);
  const y = (value: number) => HEIGHT - PAD - (value / highest) * (HEIGHT - 2 * PAD);
  return (
    <Box asChild w="5rem" h="1.75rem" flexShrink={0} display="block">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden>
        <line x1="0" x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--chakra-colors-border)" />
        <polyline points={points.map((point) => `${x(point.at).toFixed(1)},${y(point.value).toFixed(1)}`).join(" ")} fill="none" stroke="var(--chakra-colors-fg-subtle)" strokeWidth="1.5" strokeLinejoin="round" />
        <circle cx={x(last.at)} cy={y(last.value)} r="2.5" fill={COLORS[level]} />
      </svg>
    </Box>
  );
}
