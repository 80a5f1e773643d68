"use client";

import { Box, Button, Flex, Stack, Text } from "@chakra-ui/react";
import { useTranslations } from "use-intl";

import { Notice } from "@/components/feedback/notice";
import { CloseIcon, WandIcon } from "@/components/icons";
import { ProgressBar } from "@/components/progress-bar";
import type { RegionProposal, RegionSuggestion } from "@/lib/api/types";
import { useErrorText } from "@/lib/i18n/use-error-text";

import type { useRegionJob } from "../hooks/use-region-job";
import { regionColors } from "./region-colors";
import type { RegionKind } from "./shapes";

type Props = {
  job: ReturnType<typeof useRegionJob>;
  /** Which of the proposals are still open. */
  open: readonly RegionKind[];
  onTake: (kinds: readonly RegionKind[]) => void;
  onRefuse: (kinds: readonly RegionKind[]) => void;
};

/** Regions proposed from an hour of footage, each with its reason, to be taken or refused one by one or all at once. */
export function SuggestionPanel({ job, open, onTake, onRefuse }: Props) {
  const t = useTranslations("regions.suggestion");
  const text = useErrorText();
  const suggestion = job.job?.suggestion ?? null;
  return (
    <Stack gap="2">
      {job.running ? (
        <Flex gap="2" align="center">
          <Box flex="1">
            <Text fontSize="xs" color="fg.muted" mb="1" role="status">
              {t("running")}
            </Text>
            <ProgressBar value={job.progress} label={t("running")} />
          </Box>
          <Button size="xs" variant="outline" colorPalette="gray" onClick={job.cancel}>
            {t("cancel")}
          </Button>
        </Flex>
      ) : (
        <Button size="sm" variant="outline" alignSelf="flex-start" onClick={() => job.start({})}>
          <WandIcon /> {t("run")}
        </Button>
      )}
      {job.error ? <Notice>{text(job.error)}</Notice> : null}
      {suggestion && !job.running && (
        <Proposals suggestion={suggestion} open={open} onTake={onTake} onRefuse={onRefuse} onClose={job.forget} />
      )}
    </Stack>
  );
}

type ProposalsProps = {
  suggestion: RegionSuggestion;
  open: readonly RegionKind[];
  onTake: (kinds: readonly RegionKind[]) => void;
  onRefuse: (kinds: readonly RegionKind[]) => void;
  onClose: () => void;
};

function Proposals({ suggestion, open, onTake, onRefuse, onClose }: ProposalsProps) {
  const t = useTranslations("regions.suggestion");
  return (
    <Stack gap="2" bg="bg.subtle" rounded="md" p="3" role="group" aria-label={t("title")}>
      <Flex align="center" gap="2">
        <Text fontWeight="semibold" flex="1">
          {t("title")}
        </Text>
        <Button size="2xs" variant="ghost" colorPalette="gray" aria-label={t("close")} title={t("close")} onClick={onClose}>
          <CloseIcon />
        </Button>
      </Flex>
      <Text fontSize="xs" color="fg.muted">
        {t("basis", { minutes: Math.max(1, Math.round(suggestion.footage_ms / 60_000)), looks: suggestion.looks })}
      </Text>
      {suggestion.proposals.map((one) => (
        <Proposal key={one.kind} proposal={one} open={open.includes(one.kind)} onTake={onTake} onRefuse={onRefuse} />
      ))}
      {open.length > 0 && (
        <Flex gap="2" justify="flex-end">
          <Button size="xs" variant="ghost" colorPalette="gray" onClick={() => onRefuse(open)}>
            {t("refuseAll")}
          </Button>
          <Button size="xs" onClick={() => onTake(open)}>
            {t("takeAll")}
          </Button>
        </Flex>
      )}
    </Stack>
  );
}

type ProposalProps = {
  proposal: RegionProposal;
  open: boolean;
  onTake: (kinds: readonly RegionKind[]) => void;
  onRefuse: (kinds: readonly RegionKind[]) => void;
};

function Proposal({ proposal, open, onTake, onRefuse }: ProposalProps) {
  const t = useTranslations("regions");
  const { kind, reason, seen, looks, px_per_module: px } = proposal;
  const name = t(`kinds.${kind}`);
  return (
    <Flex gap="2" align="flex-start" fontSize="xs" lineHeight="short" data-proposal={kind}>
      <Box boxSize="3" rounded="2xs" mt="0.5" flexShrink={0} bg={regionColors[kind]} borderWidth="1px" borderColor="blackAlpha.600" />
      <Box flex="1" minW="0">
        <Text as="span" fontWeight="medium">
          {name}:
        </Text>{" "}
        {t(`suggestion.reason.${reason}`, { seen, looks })}
        {px !== null && ` ${t("verdict.px", { px })}`}
      </Box>
      {open && (
        <Flex gap="1">
          <Button size="2xs" variant="outline" aria-label={t("suggestion.takeOf", { region: name })} onClick={() => onTake([kind])}>
            {t("suggestion.take")}
          </Button>
          <Button
            size="2xs"
            variant="ghost"
            colorPalette="gray"
            aria-label={t("suggestion.refuseOf", { region: name })}
            onClick={() => onRefuse([kind])}
          >
            {t("suggestion.refuse")}
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
