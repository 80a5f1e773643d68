import type { NextConfig } from "next";

// The export and rewrites do not mix: in development the API is reached through a rewrite, in production Flask serves
// both the export and the API from one origin.
const isDevelopment = process.env.NODE_ENV === "development";
const apiOrigin = process.env.EPACK_API_ORIGIN ?? "http://127.0.0.1:8080";

const config: NextConfig = {
  reactStrictMode: true,
  trailingSlash: true,
  skipTrailingSlashRedirect: isDevelopment,
  // `npm run types` checks them; here it would only double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: { optimizePackageImports: ["@chakra-ui/react"] },
  turbopack: {
    root: import.meta.dirname,
    // File by file: the package's own entry to its theme carries the looks of all its parts. See src/lib/theme.
    resolveAlias: { "chakra-theme/*": "./node_modules/@chakra-ui/react/dist/esm/theme/*.js" },
  },
  ...(isDevelopment
    ? { rewrites: async () => [{ source: "/api/:path*", destination: `${apiOrigin}/api/:path*` }] }
    : { output: "export" as const }),
};

export default config;
