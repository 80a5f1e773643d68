"use client";

import { Checkbox, Flex } from "@chakra-ui/react";

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
  return (
    <Flex gap="2" wrap="wrap" role="group" aria-label={label}>
      {choices.map((one) => (
        <Checkbox.Root
          key={one}
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
