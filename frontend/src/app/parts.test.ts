import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import ts from "typescript";
import { expect, it } from "vitest";

const src = path.resolve(__dirname, "..");

/** Without `loading`, the whole page stands blank until the script of a part is there, be it a dialog that is closed. */
it("parts that are fetched later wait in a place of their own", () => {
  const found: string[] = [];
  const hasty: string[] = [];
  let seen = 0;
  for (const name of readdirSync(src, { recursive: true }).map(String)) {
    if (!name.endsWith(".tsx")) continue;
    const text = readFileSync(path.join(src, name), "utf8");
    if (!text.includes("next/dynamic")) continue;
    if (text.replaceAll("insist(() => import(", "").includes("import(")) hasty.push(name);
    const tree = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === "dynamic") {
        seen += 1;
        if (!/\bloading:/.test(node.arguments[1]?.getText() ?? "")) found.push(`${name}: ${node.getText().slice(0, 80)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(tree);
  }
  expect(seen).toBeGreaterThan(5);
  expect(found).toEqual([]);
  // Else one script that does not come, while the server starts anew, takes the page with it.
  expect(hasty).toEqual([]);
});
