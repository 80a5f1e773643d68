import { Badge } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { CheckIcon, ClockIcon, LiveIcon, PauseIcon, RetryIcon, WarningIcon } from "@/components/icons";

import type { Look } from "../hooks/source-state";

const icons: Record<Look["word"], typeof CheckIcon> = {
  new: ClockIcon,
  idle: CheckIcon,
  running: RetryIcon,
  recording: LiveIcon,
  waiting: ClockIcon,
  paused: PauseIcon,
  failed: WarningIcon,
  off: PauseIcon,
  watched: CheckIcon,
  gone: WarningIcon,
};

/** How a source is, in a word, a sign and a colour. */
export function StateBadge({ look }: { look: Look }) {
  const t = useTranslations("sources.state");
  const Icon = icons[look.word];
  return (
    <Badge colorPalette={look.tone} variant="subtle" size="md" gap="1" data-state={look.word}>
      <Icon /> {t(look.word)}
    </Badge>
  );
}
