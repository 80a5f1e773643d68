import { chakra, type HTMLChakraProps } from "@chakra-ui/react";

/** A parcel seen from above its edge, whose tape is a play mark: what was packed can be played. */
export function BrandMark(props: HTMLChakraProps<"svg">) {
  return (
    <chakra.svg viewBox="0 0 32 32" boxSize="8" flexShrink={0} aria-hidden {...props}>
      <path d="M16 2.5 28.5 9v14L16 29.5 3.5 23V9z" fill="#CB9144" />
      <path d="M16 2.5 28.5 9 16 15.5 3.5 9z" fill="#EBCE9E" />
      <path d="M16 15.5 28.5 9v14L16 29.5z" fill="#AC732C" />
      <path d="m9.75 5.75 12.5 6.5v5.4l3-1.56V10.7L12.75 4.2z" fill="#0F6E5C" />
      <path d="m7.4 14.6 6.2 6.9-6.2.7z" fill="#fff" fillOpacity=".92" />
    </chakra.svg>
  );
}
