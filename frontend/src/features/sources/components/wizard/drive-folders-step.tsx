"use client";

import { Box, Button, Checkbox, chakra, Flex, Input, Skeleton, Stack, Text } from "@chakra-ui/react";
import { useState } from "react";
import { useTranslations } from "use-intl";

import { ErrorPanel } from "@/components/feedback/error-panel";
import { ChevronIcon, FolderIcon } from "@/components/icons";
import type { Camera, DriveFolder, RemoteCamera, SourceDraft } from "@/lib/api/types";
import { useLate } from "@/lib/typing/use-late";

import { useDriveFolders } from "../../api/drive";
import { troublesOf, type Choice } from "../../hooks/draft";
import { CameraChoice } from "./camera-choice";
import { WizardStep } from "./step-frame";

const TYPING_MS = 400;

type Props = {
  draft: SourceDraft;
  choice: Readonly<Record<string, Choice>>;
  found: readonly RemoteCamera[];
  cameras: readonly Camera[];
  /** Ids of the cameras that belong to this source already. */
  own: ReadonlySet<number | null>;
  onChoice: (choice: Record<string, Choice>, found: readonly RemoteCamera[]) => void;
  onBack: () => void;
  onCancel?: () => void;
  onNext: () => void;
};

/** The folders of a Drive, level by level or by name; each that is chosen becomes a camera. */
export function DriveFoldersStep({ draft, choice, found, cameras, own, onChoice, onBack, onCancel, onNext }: Props) {
  const t = useTranslations("wizard.drive");
  const [parent, setParent] = useState("");
  const [typed, setTyped] = useState("");
  // Each look is a call of Google: not for every letter.
  const search = useLate(typed.trim(), TYPING_MS);
  const folders = useDriveFolders(draft, parent, search);
  const items = folders.data?.pages.flatMap((page) => page.folders) ?? [];
  const trail = folders.data?.pages[0]?.breadcrumb ?? [];
  const taken = cameras.filter((camera) => !own.has(camera.id)).map((camera) => camera.name);
  const troubles = troublesOf(choice, taken);
  const chosen = found.filter((one) => choice[one.key]?.wanted);

  function toggle(folder: DriveFolder, wanted: boolean) {
    const camera: RemoteCamera = { key: folder.id, name: folder.name, details: { path: [...trail.map((place) => place.name), folder.name].join(" / ") } };
    const before = choice[folder.id];
    const next = { ...choice, [folder.id]: before ? { ...before, wanted } : { wanted, name: folder.name, cameraId: null } };
    onChoice(next, found.some((one) => one.key === folder.id) ? found : [...found, camera]);
  }

  return (
    <WizardStep title={t("foldersTitle")} text={t("foldersText")} onBack={onBack} onCancel={onCancel} onNext={onNext} nextDisabled={chosen.length === 0 || Object.keys(troubles).length > 0}>
      <Input
        size="sm"
        maxW="64"
        placeholder={t("search")}
        aria-label={t("search")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        // Enter looks; it does not go on.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      {search === "" && (
        <Flex as="nav" aria-label={t("path")} gap="1" align="center" wrap="wrap" fontSize="sm">
          <Crumb name={t("root")} current={parent === ""} onOpen={() => setParent("")} />
          {trail.map((place, index) => (
            <Flex key={place.id} align="center" gap="1">
              <ChevronIcon transform="rotate(-90deg)" color="fg.subtle" />
              <Crumb name={place.name} current={index === trail.length - 1} onOpen={() => setParent(place.id)} />
            </Flex>
          ))}
        </Flex>
      )}
      <Box borderWidth="1px" rounded="lg" maxH="72" overflowY="auto" aria-busy={folders.isFetching} tabIndex={0} role="group" aria-label={t("foldersTitle")}>
        {folders.error && !folders.data ? (
          <ErrorPanel error={folders.error} onRetry={() => void folders.refetch()} />
        ) : folders.isPending ? (
          <Stack gap="2" p="3" role="status" aria-label={t("loading")}>
            <Skeleton h="8" />
            <Skeleton h="8" />
            <Skeleton h="8" />
          </Stack>
        ) : items.length === 0 ? (
          <Text px="4" py="6" color="fg.muted" textAlign="center">
            {search === "" ? t("noFolders") : t("nothingFound")}
          </Text>
        ) : (
          <Box as="ul" listStyleType="none">
            {items.map((folder) => (
              <Flex as="li" key={folder.id} align="center" gap="3" px="3" py="1.5" borderBottomWidth="1px" borderColor="border.muted">
                <Checkbox.Root checked={choice[folder.id]?.wanted === true} disabled={folder.kind === "shared"} onCheckedChange={(change) => toggle(folder, change.checked === true)}>
                  <Checkbox.HiddenInput aria-label={t("choose", { name: folder.name })} />
                  <Checkbox.Control />
                </Checkbox.Root>
                <chakra.button
                  type="button"
                  display="flex"
                  alignItems="center"
                  gap="2"
                  flex="1"
                  minW="0"
                  py="1"
                  textAlign="start"
                  cursor="pointer"
                  rounded="sm"
                  _hover={{ color: "brand.fg" }}
                  aria-label={t("open", { name: folder.name })}
                  onClick={() => {
                    setTyped("");
                    setParent(folder.id);
                  }}
                >
                  <FolderIcon color="fg.subtle" />
                  <Text as="span" truncate>
                    {folder.name}
                  </Text>
                  <ChevronIcon transform="rotate(-90deg)" color="fg.subtle" ml="auto" />
                </chakra.button>
              </Flex>
            ))}
          </Box>
        )}
        {folders.error && folders.data && <ErrorPanel error={folders.error} onRetry={() => void folders.refetch()} />}
        {folders.hasNextPage && !folders.error && (
          <Button type="button" size="sm" variant="ghost" w="full" loading={folders.isFetchingNextPage} onClick={() => void folders.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
      </Box>
      <Stack gap="1">
        <Text fontWeight="medium">{t("chosenTitle")}</Text>
        {chosen.length === 0 ? (
          <Text color="fg.muted">{t("noneChosen")}</Text>
        ) : (
          <Box as="ul" listStyleType="none" borderWidth="1px" rounded="lg">
            {chosen.map((camera) => {
              const one = choice[camera.key];
              return one ? <CameraChoice key={camera.key} camera={camera} choice={one} cameras={cameras} trouble={troubles[camera.key]} onChange={(next) => onChoice({ ...choice, [camera.key]: next }, found)} /> : null;
            })}
          </Box>
        )}
      </Stack>
    </WizardStep>
  );
}

function Crumb({ name, current, onOpen }: { name: string; current: boolean; onOpen: () => void }) {
  return (
    <chakra.button type="button" aria-current={current ? "true" : undefined} fontWeight={current ? "semibold" : "normal"} color={current ? undefined : "brand.fg"} cursor="pointer" rounded="sm" px="1" onClick={onOpen}>
      {name}
    </chakra.button>
  );
}
