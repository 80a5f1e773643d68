import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";
import { describe, expect, it } from "vitest";

import en from "./messages/en";
import vi from "./messages/vi";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") flat.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) flat.set(inner, text);
  }
  return flat;
}

/** Names of the arguments of an ICU text. Braces alternate: text holds arguments, a plural argument holds texts. */
function argumentsOf(text: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "}") depth -= 1;
    if (text[at] !== "{") continue;
    depth += 1;
    if (depth % 2 === 1) names.add(/^\w*/.exec(text.slice(at + 1))?.[0] ?? "");
  }
  return [...names].sort();
}

const english = flatten(en);
const vietnamese = flatten(vi);

/** Texts that are rightly the same in both languages: names, and patterns without words. */
const SAME = new Set(["cameras.title", "program.files.percent", "player.times", "trace.batch.zip", "settings.choices.en", "settings.choices.vi", "settings.choices.starttls", "settings.choices.tls", "settings.units.percent", "settings.units.GB", "sources.actions.of", "sources.kind.drive", "sources.kind.onvif", "sources.kind.zoneminder", "sources.kind.hikvision", "sources.kind.dahua", "settings.units.MiB", "settings.transfer.camera", "health.trouble.line", "doctor.found.version", "doctor.found.folder_ok", "doctor.found.source_ok", "doctor.subjects.HTTPS", "audit.fields.email", "audit.fields.camera_id", "audit.values.drive", "audit.values.onvif", "audit.values.zoneminder", "audit.values.hikvision", "audit.values.dahua"]);

const src = path.resolve(__dirname, "../..");

function sources(folder: string, wanted = /\.tsx$/): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(full, wanted);
    return wanted.test(entry.name) && !/\.(test|gen)\./.test(entry.name) ? [full] : [];
  });
}

describe("texts", () => {
  it("are there in both languages", () => {
    expect([...vietnamese.keys()].sort()).toEqual([...english.keys()].sort());
    expect([...english, ...vietnamese].filter(([, text]) => text.trim() === "")).toEqual([]);
  });

  it("are translated", () => {
    const untranslated = [...english].filter(([key, text]) => !SAME.has(key) && vietnamese.get(key) === text);
    expect(untranslated).toEqual([]);
  });

  it("take the same arguments", () => {
    for (const [key, text] of english) {
      expect(argumentsOf(vietnamese.get(key) ?? ""), key).toEqual(argumentsOf(text));
    }
  });

  it("are all used, so that none is translated in vain", () => {
    const code = sources(src, /\.tsx?$/)
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
    const families = ["errors.", "cautions.", "health.aspects.", "program.reasons.", "trace.why.", "trace.flags.", "program.history.status.", "clips.status.", "doctor.", "overview.problems.", "settings.items.", "settings.problems.", "settings.choices.", "settings.units.", "settings.transfer.fields.", "audit.actions.", "audit.fields.", "audit.values.", "troubles.", "timeline.cause.", "wizard.test.step.", "wizard.test.fact."];
    const unused = [...english.keys()].filter((key) => {
      if (families.some((family) => key.startsWith(family))) return false;
      const parts = key.split(".");
      // The last part stands in a call, whole or after a computed part; a computed last part has its parent in one.
      const last = parts.at(-1) ?? "";
      const parent = parts.at(-2) ?? "";
      return !new RegExp(`[".\`]${last}["\`]`).test(code) && !code.includes(`${parent}.\${`);
    });
    expect(unused).toEqual([]);
  });
});

describe("components", () => {
  it("hold no text of their own", () => {
    const found: string[] = [];
    for (const file of sources(src)) {
      if (file.includes(`${path.sep}testing${path.sep}`)) continue;
      const tree = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
      visit(tree, (node) => {
        if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text) && node.text.trim() !== "ePACK") found.push(`${file}: ${node.text.trim()}`);
        if (ts.isJsxAttribute(node) && /^(aria-label|title|placeholder|label|alt|loadingText)$/.test(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer) && /\p{L}{2,}/u.test(node.initializer.text)) {
          found.push(`${file}: ${node.getText()}`);
        }
      });
    }
    expect(found).toEqual([]);
  });
});

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}
