"use client";

import { Checkbox, Flex } from "@chakra-ui/react";
import { useId } from "react";

type Props = {
  label: string;
  choices: string[];
  chosen: string[];
  name: (choice: string) => string;
  disabled?: boolean;
  onChange: (chosen: string[]) => void;
};

/** Some of several choices, in the order of the choices, so that ticking twice changes nothing. */
export function TickList({ label, choices, chosen, name, disabled = false, onChange }: Props) {
  // Within a Field every box would take over the one id of its control: pressing any name then ticks the first box.
  const id = useId();
  return (
    <Flex gap="2" wrap="wrap" role="group" aria-label={label}>
      {choices.map((one) => (
        <Checkbox.Root
          key={one}
          ids={{ hiddenInput: `${id}${one}`, label: `${id}${one}-label` }}
          size="sm"
          minW="28"
          disabled={disabled}
          checked={chosen.includes(one)}
          onCheckedChange={(change) =>
            onChange(choices.filter((other) => (other === one ? change.checked === true : chosen.includes(other))))
          }
        >
          <Checkbox.HiddenInput />
          <Checkbox.Control />
          <Checkbox.Label>{name(one)}</Checkbox.Label>
        </Checkbox.Root>
      ))}
    </Flex>
  );
}
