"use client";

import { Box, Flex, Image, Spinner } from "@chakra-ui/react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";

import { CameraIcon } from "@/components/icons";
import type { SourceDraft } from "@/lib/api/types";

import { pictureOf } from "../../api/try-source";

/** What a camera of the source sees now, so that it can be told from the others. Without one there is its sign. */
export function CameraPicture({ draft, cameraKey, name }: { draft: SourceDraft; cameraKey: string; name: string }) {
  const t = useTranslations("wizard.cameras");
  const picture = useQuery({
    queryKey: ["source-draft", "picture", JSON.stringify(draft), cameraKey],
    queryFn: ({ signal }) => pictureOf(draft, cameraKey, signal),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const [broken, setBroken] = useState(false);
  return (
    <Flex w="24" aspectRatio="16 / 9" flexShrink={0} rounded="sm" overflow="hidden" bg="bg.muted" color="fg.subtle" align="center" justify="center">
      {picture.data && !broken ? <Shown blob={picture.data} label={t("picture", { name })} onBroken={() => setBroken(true)} /> : picture.isPending ? <Spinner size="sm" /> : <Box as={CameraIcon} />}
    </Flex>
  );
}

function Shown({ blob, label, onBroken }: { blob: Blob; label: string; onBroken: () => void }) {
  const [url] = useState(() => URL.createObjectURL(blob));
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  return <Image src={url} alt={label} w="full" h="full" objectFit="cover" onError={onBroken} />;
}
