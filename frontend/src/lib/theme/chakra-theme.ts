import { defineConfig } from "@chakra-ui/react";
import { breakpoints } from "chakra-theme/breakpoints";
import { layerStyles } from "chakra-theme/layer-styles";
import { animationStyles } from "chakra-theme/motion-styles";
import { textStyles } from "chakra-theme/text-styles";
import { semanticColors } from "chakra-theme/semantic-tokens/colors";
import { semanticRadii } from "chakra-theme/semantic-tokens/radii";
import { semanticShadows } from "chakra-theme/semantic-tokens/shadows";
import { animations } from "chakra-theme/tokens/animations";
import { aspectRatios } from "chakra-theme/tokens/aspect-ratios";
import { blurs } from "chakra-theme/tokens/blurs";
import { borders } from "chakra-theme/tokens/borders";
import { colors } from "chakra-theme/tokens/colors";
import { cursor } from "chakra-theme/tokens/cursor";
import { durations } from "chakra-theme/tokens/durations";
import { easings } from "chakra-theme/tokens/easings";
import { fontSizes } from "chakra-theme/tokens/font-sizes";
import { fontWeights } from "chakra-theme/tokens/font-weights";
import { fonts } from "chakra-theme/tokens/fonts";
import { keyframes } from "chakra-theme/tokens/keyframes";
import { letterSpacings } from "chakra-theme/tokens/letter-spacing";
import { lineHeights } from "chakra-theme/tokens/line-heights";
import { radii } from "chakra-theme/tokens/radius";
import { sizes } from "chakra-theme/tokens/sizes";
import { spacing } from "chakra-theme/tokens/spacing";
import { zIndices } from "chakra-theme/tokens/z-indices";

import { recipes, slotRecipes } from "./recipes";

/**
 * Chakra's own theme without the looks of parts that are not used, and without its rule for every element of the page:
 * that sets two dozen variables on each, which the browser works through for every row that scrolls into a list.
 */
export const chakraTheme = defineConfig({
  preflight: true,
  cssVarsPrefix: "chakra",
  cssVarsRoot: ":where(html, .chakra-theme)",
  globalCss: {
    html: {
      color: "fg",
      bg: "bg",
      lineHeight: "1.5",
      "--global-font-mono": "fonts.mono",
      "--global-font-body": "fonts.body",
      "--global-color-border": "colors.border",
    },
    "*::placeholder, *[data-placeholder]": { color: "fg.muted/80" },
  },
  theme: {
    breakpoints,
    keyframes,
    tokens: {
      animations,
      aspectRatios,
      blurs,
      borders,
      colors,
      cursor,
      durations,
      easings,
      fontSizes,
      fontWeights,
      fonts,
      letterSpacings,
      lineHeights,
      radii,
      sizes,
      spacing,
      zIndex: zIndices,
    },
    semanticTokens: { colors: semanticColors, shadows: semanticShadows, radii: semanticRadii },
    recipes,
    slotRecipes,
    textStyles,
    layerStyles,
    animationStyles,
  },
});
