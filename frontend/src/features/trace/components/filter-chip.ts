/** What all filters over the list look like: high enough for a thumb, and beside the player narrow enough for one line. */
export const filterChip = { size: "xs", px: { base: "2", lg: "1.5" }, h: { base: "10", lg: "8" }, gap: { base: "1", lg: "0.5" } } as const;
