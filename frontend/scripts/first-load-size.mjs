// Prints, for each exported page, how many bytes of compressed script its first load takes; fails above the limit.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

// The texts of one language (20 kB) come besides; 350 kB is the aim for all of it.
const LIMIT = 300_000;
const out = fileURLToPath(new URL("../out/", import.meta.url));
let tooLarge = false;

const pages = readdirSync(out, { recursive: true }).filter((file) => file.endsWith("index.html") && !/^(_|404)/.test(file));
for (const page of pages.sort()) {
  const html = readFileSync(out + page, "utf8");
  // Scripts for browsers without modules are not loaded by those that have them.
  const tags = [...html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)].filter(([tag]) => !/\snomodule/i.test(tag));
  const sources = new Set(tags.map(([, source]) => source.split("?")[0]));
  const bytes = [...sources].reduce((sum, source) => sum + gzipSync(readFileSync(out + source.slice(1))).length, 0);
  tooLarge ||= bytes > LIMIT;
  console.log(`${page.padEnd(20)} ${sources.size} scripts ${(bytes / 1000).toFixed(0).padStart(4)} kB gzip`);
}
if (tooLarge) {
  console.error(`More than ${LIMIT / 1000} kB.`);
  process.exit(1);
}
