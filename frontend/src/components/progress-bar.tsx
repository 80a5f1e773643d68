import { Progress } from "@chakra-ui/react";

type Props = {
  /** 0..1; null while it is not known how much there is to do. */
  value: number | null;
  label: string;
  size?: "xs" | "sm" | "md";
};

export function ProgressBar({ value, label, size = "xs" }: Props) {
  return (
    <Progress.Root
      value={value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10}
      size={size}
      colorPalette="brand"
      aria-label={label}
      w="full"
    >
      <Progress.Track rounded="full" bg="bg.emphasized" shadow="none">
        <Progress.Range />
      </Progress.Track>
    </Progress.Root>
  );
}
