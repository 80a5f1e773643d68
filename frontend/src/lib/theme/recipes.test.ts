import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { recipes as ownRecipes, slotRecipes as ownSlotRecipes } from "@chakra-ui/react/theme";
import { describe, expect, it } from "vitest";

import { recipes, slotRecipes } from "./recipes";

const src = path.resolve(__dirname, "../..");
const parts = path.resolve(src, "../node_modules/@chakra-ui/react/dist/esm/components");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return sources(full);
    return /\.tsx$/.test(entry.name) && !entry.name.includes(".test.") ? [full] : [];
  });
}

/** Names imported from Chakra, as the folders in which Chakra keeps them. */
function usedParts(): Set<string> {
  const used = new Set<string>();
  for (const file of sources(src)) {
    for (const [, names] of readFileSync(file, "utf8").matchAll(/import \{([^}]*)\} from "@chakra-ui\/react"/g)) {
      for (const name of (names ?? "").split(",")) {
        const folder = name.trim().replace(/^type /, "").split(" ")[0]?.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
        if (folder && existsSync(path.join(parts, folder))) used.add(folder);
      }
    }
  }
  return used;
}

/** The looks that these parts ask for, and the parts that they are made of. */
function looksOf(used: Set<string>): Set<string> {
  const looks = new Set<string>();
  for (const folder of used) {
    for (const file of readdirSync(path.join(parts, folder)).filter((name) => name.endsWith(".js"))) {
      const code = readFileSync(path.join(parts, folder, file), "utf8");
      for (const [, key] of code.matchAll(/(?:key: |useRecipe\(|useSlotRecipe\()"(\w+)"/g)) if (key) looks.add(key);
      for (const [, other] of code.matchAll(/from '\.\.\/([\w-]+)\//g)) if (other && existsSync(path.join(parts, other))) used.add(other);
    }
  }
  return looks;
}

describe("the theme", () => {
  it("has the look of every part of Chakra that is used, and no other", () => {
    const given = [...Object.keys(recipes), ...Object.keys(slotRecipes)].sort();
    // A few parts have no look of their own.
    const needed = [...looksOf(usedParts())].filter((key) => key in ownRecipes || key in ownSlotRecipes);
    expect(needed.sort()).toEqual(given);
  });
});
