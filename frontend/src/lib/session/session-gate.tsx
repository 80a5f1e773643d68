"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { Fragment, useEffect, type ReactNode } from "react";

import { paths, signInPath } from "@/config/paths";
import { onSignedOut } from "@/lib/api/client";

import { sessionKey, useSession } from "./session";

/** Pages that are open to whoever is not signed in. */
const open: readonly string[] = [paths.signIn, paths.join, paths.shared];

type Props = {
  children: ReactNode;
  /** What stands around a page without a sign-in. */
  bare: (page: ReactNode) => ReactNode;
  /** What stands around every other page. */
  framed: (page: ReactNode) => ReactNode;
  /** While it is not known who is there. */
  waiting: ReactNode;
  /** What covers a page whose session has ended, until somebody signs in there. */
  again: ReactNode;
};

/** Shows pages to who is signed in, and leads everybody else to the sign-in and back. A page whose session ends stays. */
export function SessionGate({ children, bare, framed, waiting, again }: Props) {
  const client = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const session = useSession();
  const isOpen = open.includes(pathname.endsWith("/") ? pathname : `${pathname}/`);
  const nobody = session.data !== undefined && !session.data.signed_in;

  useEffect(() => {
    onSignedOut(() => void client.invalidateQueries({ queryKey: sessionKey }));
    return () => onSignedOut(() => {});
  }, [client]);
  useEffect(() => {
    if (nobody && !isOpen) router.replace(signInPath(`${pathname}${query ? `?${query}` : ""}`));
  }, [nobody, isOpen, pathname, query, router]);

  if (isOpen) return bare(children);
  // A server that cannot be asked says so in the frame; its pages fill themselves once it answers.
  if (session.data?.signed_in || session.error) {
    return (
      <>
        {/* Somebody else gets a page of their own. */}
        <Fragment key={session.data?.user?.id ?? 0}>{framed(children)}</Fragment>
        {session.data?.ended && again}
      </>
    );
  }
  return waiting;
}
