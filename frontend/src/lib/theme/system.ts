import { createSystem, defineConfig } from "@chakra-ui/react";
import { defaultBaseConfig } from "@chakra-ui/react/preset-base";

import { chakraTheme } from "./chakra-theme";

/**
 * ePACK's look: ink on paper with kraft-board tones, one deep green for what can be done, kraft amber for moments in a
 * recording. Light and dark come from semantic tokens, so components never name a plain colour.
 */
const config = defineConfig({
  globalCss: {
    html: {
      colorPalette: "brand",
      height: "100%",
      // Nothing jumps aside when a page grows longer than the screen. Phones lay their scrollbars over the page.
      "@media (min-width: 48rem)": { scrollbarGutter: "stable" },
      // A large screen is looked at from further away: from 2560 px everything grows with it, unless it is just wide.
      "@media (min-width: 2561px)": { fontSize: "max(100%, min(0.625vw, 1.2vh))" },
    },
    body: { bg: "bg", color: "fg", fontSize: "sm", minHeight: "100%", overflowX: "hidden" },
    "*::selection": { bg: "brand.muted" },
    ":focus-visible": { outline: "2px solid {colors.brand.focusRing}", outlineOffset: "0.125rem" },
    "*, *::before, *::after": {
      // Transitions of any length, however short, would make every change of every property one: they are none at all.
      // Run once: what turns or pulses without end would flicker at that length.
      _motionReduce: { animationDuration: "0.01ms !important", animationIterationCount: "1 !important", transitionDuration: "0s !important" },
    },
  },
  theme: {
    tokens: {
      fonts: {
        body: { value: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" },
        heading: { value: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif" },
        mono: { value: "ui-monospace, 'SF Mono', 'Cascadia Mono', 'Roboto Mono', 'DejaVu Sans Mono', monospace" },
      },
      colors: {
        ink: {
          50: { value: "#FAF9F6" },
          100: { value: "#F1EFEA" },
          200: { value: "#E4E1D9" },
          300: { value: "#CDC9BE" },
          400: { value: "#9E9A8F" },
          500: { value: "#726E64" },
          600: { value: "#57544C" },
          700: { value: "#3B3934" },
          800: { value: "#282723" },
          900: { value: "#1C1B18" },
          950: { value: "#131210" },
        },
        pine: {
          50: { value: "#EDF7F4" },
          100: { value: "#D5ECE5" },
          200: { value: "#ABD9CC" },
          300: { value: "#79C0AE" },
          400: { value: "#4BA792" },
          500: { value: "#278B76" },
          600: { value: "#0F6E5C" },
          700: { value: "#0B594B" },
          800: { value: "#0A463C" },
          900: { value: "#09352E" },
          950: { value: "#06231F" },
        },
        kraft: {
          50: { value: "#FBF5EA" },
          100: { value: "#F5E6CC" },
          200: { value: "#EBCE9E" },
          300: { value: "#DDB06B" },
          400: { value: "#CB9144" },
          500: { value: "#9E6826" },
          600: { value: "#8A5921" },
          700: { value: "#6C451C" },
          800: { value: "#4D331A" },
          900: { value: "#372617" },
          950: { value: "#231810" },
        },
      },
      radii: {
        "2xs": { value: "0.125rem" },
        xs: { value: "0.1875rem" },
        sm: { value: "0.25rem" },
        md: { value: "0.375rem" },
        lg: { value: "0.5rem" },
        xl: { value: "0.625rem" },
      },
    },
    semanticTokens: {
      colors: {
        bg: {
          DEFAULT: { value: { _light: "{colors.ink.50}", _dark: "{colors.ink.950}" } },
          subtle: { value: { _light: "{colors.ink.100}", _dark: "{colors.ink.900}" } },
          muted: { value: { _light: "{colors.ink.100}", _dark: "{colors.ink.800}" } },
          emphasized: { value: { _light: "{colors.ink.200}", _dark: "{colors.ink.700}" } },
          panel: { value: { _light: "#FFFFFF", _dark: "{colors.ink.900}" } },
        },
        fg: {
          DEFAULT: { value: { _light: "{colors.ink.900}", _dark: "{colors.ink.100}" } },
          muted: { value: { _light: "{colors.ink.600}", _dark: "#B5B1A6" } },
          subtle: { value: { _light: "#6B675E", _dark: "#98948A" } },
          // Chakra's own red is too pale for small text on white.
          error: { value: { _light: "{colors.red.700}", _dark: "{colors.red.300}" } },
        },
        border: {
          DEFAULT: { value: { _light: "{colors.ink.200}", _dark: "{colors.ink.700}" } },
          muted: { value: { _light: "{colors.ink.100}", _dark: "{colors.ink.800}" } },
          subtle: { value: { _light: "{colors.ink.100}", _dark: "{colors.ink.800}" } },
          emphasized: { value: { _light: "{colors.ink.300}", _dark: "{colors.ink.600}" } },
        },
        brand: {
          solid: { value: { _light: "{colors.pine.600}", _dark: "{colors.pine.400}" } },
          contrast: { value: { _light: "#FFFFFF", _dark: "{colors.pine.950}" } },
          fg: { value: { _light: "{colors.pine.700}", _dark: "{colors.pine.300}" } },
          muted: { value: { _light: "{colors.pine.100}", _dark: "{colors.pine.800}" } },
          subtle: { value: { _light: "{colors.pine.50}", _dark: "{colors.pine.900}" } },
          emphasized: { value: { _light: "{colors.pine.200}", _dark: "{colors.pine.700}" } },
          focusRing: { value: { _light: "{colors.pine.500}", _dark: "{colors.pine.300}" } },
        },
        gray: {
          solid: { value: { _light: "{colors.ink.800}", _dark: "{colors.ink.100}" } },
          contrast: { value: { _light: "#FFFFFF", _dark: "{colors.ink.900}" } },
          fg: { value: { _light: "{colors.ink.800}", _dark: "{colors.ink.200}" } },
          muted: { value: { _light: "{colors.ink.200}", _dark: "{colors.ink.700}" } },
          subtle: { value: { _light: "{colors.ink.100}", _dark: "{colors.ink.800}" } },
          emphasized: { value: { _light: "{colors.ink.300}", _dark: "{colors.ink.600}" } },
          focusRing: { value: { _light: "{colors.pine.500}", _dark: "{colors.pine.300}" } },
        },
        mark: {
          solid: { value: { _light: "{colors.kraft.500}", _dark: "{colors.kraft.300}" } },
          contrast: { value: { _light: "#FFFFFF", _dark: "{colors.kraft.950}" } },
          fg: { value: { _light: "{colors.kraft.700}", _dark: "{colors.kraft.200}" } },
          muted: { value: { _light: "{colors.kraft.100}", _dark: "{colors.kraft.800}" } },
          subtle: { value: { _light: "{colors.kraft.50}", _dark: "{colors.kraft.900}" } },
          emphasized: { value: { _light: "{colors.kraft.200}", _dark: "{colors.kraft.700}" } },
          focusRing: { value: { _light: "{colors.kraft.500}", _dark: "{colors.kraft.300}" } },
        },
      },
    },
  },
});

export const system = createSystem(defaultBaseConfig, chakraTheme, config);
