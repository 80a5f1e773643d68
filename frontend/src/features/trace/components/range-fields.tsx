"use client";

import { Field, Input, Stack, Text } from "@chakra-ui/react";
import { useState, type ReactNode } from "react";
import { useTranslations } from "use-intl";

import { Dropdown } from "@/components/dropdown";
import { ChevronIcon, ClockIcon } from "@/components/icons";
import { fromWallClock, zoneLabel } from "@/lib/time/zone";

import { isReversed, type Range } from "../hooks/range";
import { filterChip } from "./filter-chip";

type Props = {
  range: Range;
  zone: string;
  onRange: (range: Range) => void;
  /** The last days to choose from, where they have no room beside the button; it then says what is chosen of them. */
  days: ReactNode;
  daysName: string | null;
};

/** From and to as wall clock of the shown zone. */
export function RangeFields({ range, zone, onRange, days, daysName }: Props) {
  const t = useTranslations("trace.filters");
  const [open, setOpen] = useState(false);
  const own = range.from !== null || range.to !== null;
  const isChosen = own || (days !== null && range.days !== null);
  const show = (text: string | null) => text?.replace("T", " ") ?? "…";
  const at = fromWallClock(range.from ?? range.to ?? "", zone);

  function change(end: "from" | "to", value: string) {
    onRange({ days: null, from: range.from, to: range.to, [end]: value === "" ? null : value });
  }

  return (
    <Dropdown
      label={days ? t("quick") : t("fromTo")}
      open={open}
      onOpen={setOpen}
      width={18}
      button={{
        ...filterChip,
        variant: isChosen ? "subtle" : "ghost",
        colorPalette: isChosen ? "brand" : "gray",
        fontVariantNumeric: "tabular-nums",
        children: (
          <>
            <ClockIcon /> {own ? `${show(range.from)} – ${show(range.to)}` : ((days && daysName) ?? t("fromTo"))} <ChevronIcon />
          </>
        ),
      }}
    >
      <Stack gap="3" p="4">
        {days}
        <Field.Root>
          <Field.Label>{t("from")}</Field.Label>
          <Input size="sm" type="datetime-local" value={range.from ?? ""} onChange={(event) => change("from", event.target.value)} />
        </Field.Root>
        <Field.Root invalid={isReversed(range)}>
          <Field.Label>{t("to")}</Field.Label>
          <Input size="sm" type="datetime-local" value={range.to ?? ""} onChange={(event) => change("to", event.target.value)} />
          <Field.ErrorText>{t("reversed")}</Field.ErrorText>
        </Field.Root>
        <Text fontSize="xs" color="fg.muted">
          {t("zone", { zone, offset: at === null ? "" : zoneLabel(at, zone) })}
        </Text>
      </Stack>
    </Dropdown>
  );
}
