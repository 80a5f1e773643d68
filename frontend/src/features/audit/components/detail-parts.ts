/** What a value of a request is about, so that the page can show it as people know it. */
export type Part =
  | { kind: "text"; text: string }
  | { kind: "word" | "setting"; word: string }
  | { kind: "time"; atMs: number }
  | { kind: "camera" | "source" | "user"; id: number }
  | { kind: "event"; id: string };

/** Names of what holds ids, here and in the calls of ePACK 2. */
const IDS: Record<string, "camera" | "source" | "user" | "event"> = {
  camera_id: "camera",
  camera_ids: "camera",
  cameras: "camera",
  to: "camera",
  source_id: "source",
  user_id: "user",
  event_id: "event",
  event_ids: "event",
  selected_events: "event",
};
const TIMES = new Set(["from_time", "to_time"]);
/** Shorter numbers are lengths, such as a clock's offset. */
const EARLIEST_MS = 1e11;
const WHOLE = /^\d+$/;

/** The parts of a value; empty for none. What came in an address is text, also where it is a number. */
export function partsOf(name: string, value: unknown): Part[] {
  if (value === null || value === undefined || value === "") return [];
  // A region is four numbers that belong together; a polygon is a list of corners.
  if (Array.isArray(value)) return isBox(value) && !(name in IDS) ? [text(value.join(", "))] : value.flatMap((one) => partsOf(name, one));
  if (typeof value === "object") return [text(JSON.stringify(value))];
  if (typeof value === "boolean") return [{ kind: "word", word: value ? "yes" : "no" }];
  const plain = String(value);
  const number = WHOLE.test(plain) ? Number(plain) : null;
  if (number !== null && number > EARLIEST_MS && (name.endsWith("_ms") || TIMES.has(name))) return [{ kind: "time", atMs: number }];
  const about = IDS[name];
  // `to` also is what a code was corrected to.
  if (about === "event") return [{ kind: "event", id: plain }];
  if (about && number !== null && (name !== "to" || typeof value === "number")) return [{ kind: about, id: number }];
  if (name === "keys") return [{ kind: "setting", word: plain }];
  return [WORDS.has(name) ? { kind: "word", word: plain } : text(plain)];
}

/** Names of what holds one of a few words that mean something. */
const WORDS = new Set(["mode", "kind", "action", "program", "card", "role", "scopes", "scope", "start_time_rule"]);

function text(text: string): Part {
  return { kind: "text", text };
}

function isBox(values: readonly unknown[]): boolean {
  return values.length === 4 && values.every((one) => typeof one === "number");
}
