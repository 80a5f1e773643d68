"use client";

import { Box, IconButton, Image, type IconButtonProps } from "@chakra-ui/react";

type Props = { name: string; photo: string | null | undefined } & Omit<IconButtonProps, "name">;

/** A face or the first letter of a name, to be pressed. */
export function UserButton({ name, photo, ...rest }: Props) {
  return (
    <IconButton size="sm" variant="ghost" colorPalette="gray" rounded="full" title={name} {...rest}>
      <Box as="span" boxSize="6" rounded="full" overflow="hidden" display="grid" placeItems="center" bg="brand.muted" color="brand.fg" fontSize="2xs" fontWeight="medium">
        {photo ? <Image src={photo} alt="" boxSize="full" objectFit="cover" referrerPolicy="no-referrer" /> : name.slice(0, 1).toUpperCase()}
      </Box>
    </IconButton>
  );
}
