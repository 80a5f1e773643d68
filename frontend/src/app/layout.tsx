import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";

import { colorModeScript } from "@/lib/theme/color-mode";

import "./boot.css";
import { Providers } from "./providers";

export const metadata: Metadata = {
  title: "ePACK",
  description: "ePACK",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#FAF9F6" },
    { media: "(prefers-color-scheme: dark)", color: "#131210" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The script below sets the class before React sees the page.
    <html lang="en" suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: colorModeScript }} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
