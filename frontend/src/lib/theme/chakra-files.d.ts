// Files of Chakra's theme, reached one by one through an alias (next.config.ts); what they hold, its own entry exports.
declare module "chakra-theme/recipes/badge" {
  export { badgeRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/separator" {
  export { separatorRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/code" {
  export { codeRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/button" {
  export { buttonRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/checkbox" {
  export { checkboxSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/checkmark" {
  export { checkmarkRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/dialog" {
  export { dialogSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/popover" {
  export { popoverSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/field" {
  export { fieldSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/fieldset" {
  export { fieldsetSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/heading" {
  export { headingRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/icon" {
  export { iconRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/input" {
  export { inputRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/input-addon" {
  export { inputAddonRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/kbd" {
  export { kbdRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/native-select" {
  export { nativeSelectSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/progress" {
  export { progressSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/skeleton" {
  export { skeletonRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/spinner" {
  export { spinnerRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/switch" {
  export { switchSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/table" {
  export { tableSlotRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/recipes/textarea" {
  export { textareaRecipe } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/breakpoints" {
  export { breakpoints } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/layer-styles" {
  export { layerStyles } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/motion-styles" {
  export { animationStyles } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/text-styles" {
  export { textStyles } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/semantic-tokens/colors" {
  import type { semanticTokens as All } from "@chakra-ui/react/theme";
  export const semanticColors: (typeof All)["colors"];
}
declare module "chakra-theme/semantic-tokens/radii" {
  import type { semanticTokens as All } from "@chakra-ui/react/theme";
  export const semanticRadii: (typeof All)["radii"];
}
declare module "chakra-theme/semantic-tokens/shadows" {
  import type { semanticTokens as All } from "@chakra-ui/react/theme";
  export const semanticShadows: (typeof All)["shadows"];
}
declare module "chakra-theme/tokens/animations" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const animations: (typeof All)["animations"];
}
declare module "chakra-theme/tokens/aspect-ratios" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const aspectRatios: (typeof All)["aspectRatios"];
}
declare module "chakra-theme/tokens/blurs" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const blurs: (typeof All)["blurs"];
}
declare module "chakra-theme/tokens/borders" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const borders: (typeof All)["borders"];
}
declare module "chakra-theme/tokens/colors" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const colors: (typeof All)["colors"];
}
declare module "chakra-theme/tokens/cursor" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const cursor: (typeof All)["cursor"];
}
declare module "chakra-theme/tokens/durations" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const durations: (typeof All)["durations"];
}
declare module "chakra-theme/tokens/easings" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const easings: (typeof All)["easings"];
}
declare module "chakra-theme/tokens/font-sizes" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const fontSizes: (typeof All)["fontSizes"];
}
declare module "chakra-theme/tokens/font-weights" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const fontWeights: (typeof All)["fontWeights"];
}
declare module "chakra-theme/tokens/fonts" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const fonts: (typeof All)["fonts"];
}
declare module "chakra-theme/tokens/keyframes" {
  export { keyframes } from "@chakra-ui/react/theme";
}
declare module "chakra-theme/tokens/letter-spacing" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const letterSpacings: (typeof All)["letterSpacings"];
}
declare module "chakra-theme/tokens/line-heights" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const lineHeights: (typeof All)["lineHeights"];
}
declare module "chakra-theme/tokens/radius" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const radii: (typeof All)["radii"];
}
declare module "chakra-theme/tokens/sizes" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const sizes: (typeof All)["sizes"];
}
declare module "chakra-theme/tokens/spacing" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const spacing: (typeof All)["spacing"];
}
declare module "chakra-theme/tokens/z-indices" {
  import type { tokens as All } from "@chakra-ui/react/theme";
  export const zIndices: (typeof All)["zIndex"];
}
