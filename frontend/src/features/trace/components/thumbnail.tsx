"use client";

import { Flex, Image } from "@chakra-ui/react";
import { useState } from "react";

import { PhotoIcon } from "@/components/icons";

import { media } from "../api/media";

/** The event's picture, or a sign where there is none. The name of the event stands beside it, so it needs no text. */
export function Thumbnail({ eventId }: { eventId: string }) {
  const [failed, setFailed] = useState(false);
  return (
    <Flex
      w={{ base: "24", sm: "32" }}
      aspectRatio="16 / 9"
      flexShrink={0}
      rounded="md"
      overflow="hidden"
      bg="bg.emphasized"
      color="fg.subtle"
      align="center"
      justify="center"
    >
      {failed ? (
        <PhotoIcon fontSize="xl" />
      ) : (
        <Image
          src={media.thumbnail(eventId)}
          alt=""
          loading="lazy"
          decoding="async"
          w="full"
          h="full"
          objectFit="cover"
          onError={() => setFailed(true)}
        />
      )}
    </Flex>
  );
}
