import type { RegionKind } from "./shapes";

/** Seen on footage, not on the page: bright on any picture and apart from each other for colour-blind eyes. */
export const regionColors: Record<RegionKind, string> = {
  trigger: "#FFB000",
  label: "#2FD3FF",
  packing: "#FF5DA2",
};
