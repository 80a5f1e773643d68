/** Days as `2026-01-31` and months as `2026-01`, without any zone. */

export function dayBy(day: string, by: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + by);
  return at.toISOString().slice(0, 10);
}

export function monthBy(month: string, by: number): string {
  const at = new Date(`${month}-01T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + by);
  return at.toISOString().slice(0, 7);
}

/** The weeks of a month from Monday on; null before its first and after its last day. */
export function weeksOf(month: string): (string | null)[][] {
  const cells: (string | null)[] = [];
  let day = `${month}-01`;
  const lead = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  for (let empty = 0; empty < lead; empty += 1) cells.push(null);
  while (day.startsWith(month)) {
    cells.push(day);
    day = dayBy(day, 1);
  }
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}
