import { Box, Text } from "@chakra-ui/react";

export type TrendPoint = { day: string; value: number };

type Props = {
  title: string;
  points: readonly TrendPoint[];
  /** The value from which on something is wrong. */
  limit: number | null;
  /** Top of the scale; the greatest value where null. */
  top: number | null;
  format: (value: number) => string;
  /** The whole in one sentence, for those who do not see it. */
  summary: string;
};

const WIDTH = 300;
const HEIGHT = 90;
const PAD = 6;

/** One value over days as a line, with its limit. The table of all values stands beside the charts. */
export function TrendChart({ title, points, limit, top, format, summary }: Props) {
  const first = Date.parse(points[0]?.day ?? "");
  const span = Math.max(86_400_000, Date.parse(points.at(-1)?.day ?? "") - first);
  const highest = top ?? Math.max(limit ?? 0, ...points.map((point) => point.value)) * 1.1;
  const x = (day: string) => (points.length === 1 ? WIDTH / 2 : PAD + ((Date.parse(day) - first) / span) * (WIDTH - 2 * PAD));
  const y = (value: number) => HEIGHT - PAD - (Math.min(value, highest) / (highest || 1)) * (HEIGHT - 2 * PAD);
  const last = points.at(-1);
  return (
    <Box>
      <Text fontSize="sm" fontWeight="medium">
        {title}{" "}
        <Text as="span" color="fg.muted" fontWeight="normal">
          {last && format(last.value)}
        </Text>
      </Text>
      <Box asChild w="full" h="auto" display="block" bg="bg.muted" rounded="md" mt="1">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={summary}>
          {limit !== null && <line x1="0" x2={WIDTH} y1={y(limit)} y2={y(limit)} stroke="var(--chakra-colors-red-fg)" strokeDasharray="4 4" strokeWidth="1" />}
          <polyline points={points.map((point) => `${x(point.day)},${y(point.value)}`).join(" ")} fill="none" stroke="var(--chakra-colors-brand-solid)" strokeWidth="2" />
          {points.map((point) => (
            <circle key={point.day} cx={x(point.day)} cy={y(point.value)} r="2.5" fill="var(--chakra-colors-brand-solid)">
              <title>{`${point.day}: ${format(point.value)}`}</title>
            </circle>
          ))}
        </svg>
      </Box>
    </Box>
  );
}
