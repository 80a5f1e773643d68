import { readdirSync } from "node:fs";

import nextVitals from "eslint-config-next/core-web-vitals";
import nextTypescript from "eslint-config-next/typescript";

const features = readdirSync(new URL("./src/features", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

// Imports go one way: app -> features -> components -> lib and config. Features meet only in app.
const zones = [
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: "./src/features",
    except: [`./${feature}`],
    message: "Features do not import each other; let the page in src/app put them together.",
  })),
  { target: "./src/features", from: "./src/app", message: "Features do not know the routes; use src/config/paths." },
  {
    target: ["./src/components", "./src/lib", "./src/config"],
    from: ["./src/features", "./src/app"],
    message: "Shared code does not import features or routes.",
  },
  { target: "./src/lib", from: "./src/components", message: "lib holds no user interface." },
];

const config = [
  { ignores: ["node_modules/**", ".next/**", "out/**", "next-env.d.ts"] },
  ...nextVitals,
  ...nextTypescript,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      // eslint-plugin-import's own resolver follows tsconfig paths; a cycle would make load order matter.
      "import/no-cycle": ["error", { maxDepth: 8, ignoreExternal: true }],
      "import/no-restricted-paths": ["error", { zones }],
    },
  },
];

export default config;
