"use client";

import { Box, Button, Flex, Grid, IconButton, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";

import { Dropdown } from "@/components/dropdown";
import { ChevronIcon } from "@/components/icons";

import { useMonth } from "../api/get-month";
import { monthBy, weeksOf } from "../hooks/days";

type Props = { day: string; onDay: (day: string) => void };

/** The chosen day; opens a month in which the days with footage are marked. */
export function DayPicker({ day, onDay }: Props) {
  const t = useTranslations("timeline.picker");
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const [month, setMonth] = useState(day.slice(0, 7));
  return (
    <Dropdown
      label={t("title")}
      open={open}
      onOpen={(opened) => {
        setOpen(opened);
        if (opened) setMonth(day.slice(0, 7));
      }}
      width={19}
      button={{
        size: "sm",
        variant: "outline",
        colorPalette: "gray",
        "aria-label": t("choose", { day: longDay(day, locale) }),
        children: longDay(day, locale),
      }}
    >
      <Box p="3">
        <Month
          month={month}
          day={day}
          onMonth={setMonth}
          onDay={(next) => {
            setOpen(false);
            onDay(next);
          }}
        />
      </Box>
    </Dropdown>
  );
}

type MonthProps = { month: string; day: string; onMonth: (month: string) => void; onDay: (day: string) => void };

function Month({ month, day, onMonth, onDay }: MonthProps) {
  const t = useTranslations("timeline.picker");
  const locale = useLocale();
  const found = useMonth(month).data;
  const footage = new Map(found?.days.map((one) => [one.day, one]));
  const weeks = weeksOf(month);
  // Any Monday: its week names the columns.
  const weekdays = weeksOf("2024-01")[0]?.map((one) => (one ? format(one, locale, { weekday: "narrow" }) : "")) ?? [];
  return (
    <Box>
      <Flex align="center" mb="2">
        <IconButton size="xs" variant="ghost" colorPalette="gray" aria-label={t("monthBack")} onClick={() => onMonth(monthBy(month, -1))}>
          <ChevronIcon transform="rotate(90deg)" />
        </IconButton>
        <Text flex="1" textAlign="center" fontWeight="semibold" aria-live="polite">
          {format(`${month}-01`, locale, { month: "long", year: "numeric" })}
        </Text>
        <IconButton size="xs" variant="ghost" colorPalette="gray" aria-label={t("monthOn")} onClick={() => onMonth(monthBy(month, 1))}>
          <ChevronIcon transform="rotate(-90deg)" />
        </IconButton>
      </Flex>
      <Grid templateColumns="repeat(7, 1fr)" gap="0.5" textAlign="center">
        {weekdays.map((name, column) => (
          <Text key={column} fontSize="2xs" color="fg.muted" aria-hidden>
            {name}
          </Text>
        ))}
        {weeks.flat().map((one, cell) =>
          one === null ? (
            <Box key={`empty ${cell}`} />
          ) : (
            <Button
              key={one}
              size="xs"
              px="0"
              h="8"
              flexDirection="column"
              gap="0"
              variant={one === day ? "solid" : "ghost"}
              colorPalette={one === day ? "brand" : "gray"}
              color={footage.has(one) || one === day ? undefined : "fg.subtle"}
              fontWeight={footage.has(one) ? "semibold" : "normal"}
              aria-pressed={one === day}
              aria-label={footage.has(one) ? t("withFootage", { day: longDay(one, locale), cameras: footage.get(one)?.cameras ?? 0 }) : t("without", { day: longDay(one, locale) })}
              onClick={() => onDay(one)}
            >
              {Number(one.slice(8))}
              <Box boxSize="1" rounded="full" bg={footage.has(one) ? "currentcolor" : "transparent"} />
            </Button>
          ),
        )}
      </Grid>
    </Box>
  );
}

function format(day: string, locale: string, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale === "vi" ? "vi-VN" : "en-GB", { timeZone: "UTC", ...parts }).format(Date.parse(`${day}T00:00:00Z`));
}

function longDay(day: string, locale: string): string {
  return format(day, locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
}
