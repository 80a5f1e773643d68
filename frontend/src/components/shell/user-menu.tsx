"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { insist } from "@/lib/parts/insist";
import { useSession } from "@/lib/session/session";

import { UserButton } from "./user-button";

const load = () => insist(() => import("./user-popover"));
const UserPopover = dynamic(() => load().then((module) => module.UserPopover), { loading: () => <UserButton name="" photo={null} aria-hidden loading /> });

/** Who is signed in, and the way out. What it opens is fetched when somebody comes near. */
export function UserMenu({ side }: { side: "right-end" | "bottom-end" }) {
  const t = useTranslations("session");
  const user = useSession().data?.user;
  const [asked, setAsked] = useState(false);
  if (!user) return null;
  if (asked) return <UserPopover side={side} user={user} />;
  const name = user.display_name || user.name;
  return (
    <UserButton
      name={name}
      photo={user.photo_url}
      aria-label={t("account", { name })}
      aria-haspopup="dialog"
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setAsked(true)}
    />
  );
}
