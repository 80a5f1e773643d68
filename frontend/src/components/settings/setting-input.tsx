"use client";

import { Input, InputGroup, NativeSelect, Switch, Textarea } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { TickList } from "@/components/tick-list";
import { useChoiceName, useUnitName } from "@/lib/settings/use-setting-texts";
import type { Setting } from "@/lib/api/types";

type Typed = string | boolean | string[];
type Props = { setting: Setting; label: string; typed: Typed; onChange: (typed: Typed) => void };

/** The control that fits the kind of a setting. Inside a Field, whose label, help and error it takes over. */
export function SettingInput({ setting, label, typed, onChange }: Props) {
  const t = useTranslations("settings");
  const choice = useChoiceName();
  const unit = useUnitName();
  const { type, choices, fixed } = setting;
  if (type === "bool") {
    const on = typed === true;
    return (
      <Switch.Root checked={on} disabled={fixed} onCheckedChange={(change) => onChange(change.checked)}>
        <Switch.HiddenInput />
        <Switch.Control />
        <Switch.Label>{on ? t("on") : t("off")}</Switch.Label>
      </Switch.Root>
    );
  }
  if (type === "texts" && choices.length > 0) {
    const chosen = Array.isArray(typed) ? typed : [];
    return <TickList label={label} choices={choices} chosen={chosen} name={choice} disabled={fixed} onChange={onChange} />;
  }
  const text = String(typed);
  if (type === "texts") {
    return (
      <Textarea
        size="sm"
        rows={Math.min(6, Math.max(2, text.split("\n").length))}
        placeholder={t("onePerLine")}
        fontFamily="mono"
        fontSize="sm"
        spellCheck={false}
        disabled={fixed}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  if (choices.length > 0) {
    return (
      <NativeSelect.Root size="sm" maxW="64" disabled={fixed}>
        <NativeSelect.Field value={text} onChange={(event) => onChange(event.target.value)}>
          {choices.map((one) => (
            <option key={one} value={one}>
              {choice(one)}
            </option>
          ))}
        </NativeSelect.Field>
        <NativeSelect.Indicator />
      </NativeSelect.Root>
    );
  }
  const isNumber = type === "int" || type === "float";
  return (
    <InputGroup endElement={isNumber && setting.unit ? unit(setting.unit) : undefined} maxW={isNumber ? "44" : "96"}>
      <Input
        size="sm"
        type="text"
        inputMode={isNumber ? "decimal" : undefined}
        maxW={type === "time" ? "28" : undefined}
        list={type === "timezone" ? "epack-zones" : undefined}
        spellCheck={false}
        autoComplete="off"
        disabled={fixed}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </InputGroup>
  );
}

/** Some browsers list zones under their former names only. */
const RENAMED = ["Asia/Ho_Chi_Minh", "Asia/Kolkata", "Asia/Yangon", "UTC"];

/** The names a time zone field offers; once a page. */
export function ZoneNames() {
  return (
    <datalist id="epack-zones">
      {[...new Set([...Intl.supportedValuesOf("timeZone"), ...RENAMED])].sort().map((zone) => (
        <option key={zone} value={zone} />
      ))}
    </datalist>
  );
}
