"use client";

import { ChakraProvider } from "@chakra-ui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Suspense, useState, useSyncExternalStore, type ReactNode } from "react";

import { Toaster } from "@/components/feedback/toaster";
import { AppShell } from "@/components/shell/app-shell";
import { BareFrame } from "@/components/shell/bare-frame";
import { LocaleProvider } from "@/lib/i18n/locale-provider";
import { LiveProvider } from "@/lib/live/live-provider";
import { insist } from "@/lib/parts/insist";
import { sessionQuery } from "@/lib/session/session";
import { SessionGate } from "@/lib/session/session-gate";
import { makeQueryClient } from "@/lib/query/query-client";
import { system } from "@/lib/theme/system";

const SignInAgain = dynamic(
  () => insist(() => import("@/features/session/components/sign-in-again")).then((module) => module.SignInAgain),
  { ssr: false, loading: () => null },
);

/**
 * Everything below is rendered in the browser only: language, theme and data are known there, and the exported pages
 * are the same for all. The exported HTML holds the boot mark.
 */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(begun);
  const inBrowser = useSyncExternalStore(noSubscription, () => true, () => false);
  if (!inBrowser) return <Boot />;
  return (
    <ChakraProvider value={system}>
      <QueryClientProvider client={client}>
        <Suspense fallback={<Boot />}>
          <LocaleProvider>
            <SessionGate
              waiting={<Boot />}
              again={<SignInAgain />}
              bare={(page) => <BareFrame>{page}</BareFrame>}
              framed={(page) => (
                // Pushes are for who is signed in.
                <LiveProvider>
                  <AppShell>{page}</AppShell>
                </LiveProvider>
              )}
            >
              {children}
            </SessionGate>
            <Toaster />
          </LocaleProvider>
        </Suspense>
      </QueryClientProvider>
    </ChakraProvider>
  );
}

/** Who is there is asked while the texts are on their way, not after them. */
function begun() {
  const client = makeQueryClient();
  if (typeof window !== "undefined") void client.prefetchQuery(sessionQuery);
  return client;
}

const noSubscription = () => () => {};

function Boot() {
  return (
    <div className="boot">
      <svg viewBox="0 0 32 32" aria-hidden>
        <path d="M16 2.5 28.5 9v14L16 29.5 3.5 23V9z" fill="#CB9144" />
        <path d="M16 2.5 28.5 9 16 15.5 3.5 9z" fill="#EBCE9E" />
        <path d="M16 15.5 28.5 9v14L16 29.5z" fill="#AC732C" />
      </svg>
    </div>
  );
}
