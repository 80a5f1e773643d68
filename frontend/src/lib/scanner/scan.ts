/** A scanner types a code far faster than a person, and ends it with Enter. */

const LONGEST_GAP_MS = 45;
const SHORTEST_CODE = 5;

/** Told every key with its time in ms; answers the code once a scan is complete. */
export function scanReader(): (key: string, atMs: number) => string | null {
  let read = "";
  let last = Number.NEGATIVE_INFINITY;
  return (key, atMs) => {
    const isFast = atMs - last <= LONGEST_GAP_MS;
    if (key === "Enter" || key === "Tab") {
      const code = isFast && read.length >= SHORTEST_CODE ? read : null;
      read = "";
      last = Number.NEGATIVE_INFINITY;
      return code;
    }
    // Shift comes before a capital letter and is no part of the code.
    if (key.length !== 1) return null;
    read = isFast ? read + key : key;
    last = atMs;
    return null;
  };
}
