/** A value of a request as text: lists with commas, times as wall clock. */
export function detailText(name: string, value: unknown, time: (atMs: number) => string): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "number" && name.endsWith("_ms") && value > 1e11) return time(value);
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.map((one) => detailText("", one, time)).join(", ");
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}
