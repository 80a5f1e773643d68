import { badgeRecipe } from "chakra-theme/recipes/badge";
import { buttonRecipe } from "chakra-theme/recipes/button";
import { checkboxSlotRecipe } from "chakra-theme/recipes/checkbox";
import { checkmarkRecipe } from "chakra-theme/recipes/checkmark";
import { codeRecipe } from "chakra-theme/recipes/code";
import { dialogSlotRecipe } from "chakra-theme/recipes/dialog";
import { fieldSlotRecipe } from "chakra-theme/recipes/field";
import { fieldsetSlotRecipe } from "chakra-theme/recipes/fieldset";
import { headingRecipe } from "chakra-theme/recipes/heading";
import { iconRecipe } from "chakra-theme/recipes/icon";
import { inputRecipe } from "chakra-theme/recipes/input";
import { inputAddonRecipe } from "chakra-theme/recipes/input-addon";
import { kbdRecipe } from "chakra-theme/recipes/kbd";
import { nativeSelectSlotRecipe } from "chakra-theme/recipes/native-select";
import { popoverSlotRecipe } from "chakra-theme/recipes/popover";
import { progressSlotRecipe } from "chakra-theme/recipes/progress";
import { separatorRecipe } from "chakra-theme/recipes/separator";
import { skeletonRecipe } from "chakra-theme/recipes/skeleton";
import { spinnerRecipe } from "chakra-theme/recipes/spinner";
import { switchSlotRecipe } from "chakra-theme/recipes/switch";
import { tableSlotRecipe } from "chakra-theme/recipes/table";
import { textareaRecipe } from "chakra-theme/recipes/textarea";

/**
 * The looks of the parts of Chakra that the dashboard uses. Chakra's own list has sixty more, which every page would
 * load; whoever uses a further part adds its look here (`recipes.test.ts` tells which is missing).
 */
export const recipes = {
  badge: badgeRecipe,
  button: buttonRecipe,
  checkmark: checkmarkRecipe,
  code: codeRecipe,
  heading: headingRecipe,
  icon: iconRecipe,
  input: inputRecipe,
  inputAddon: inputAddonRecipe,
  kbd: kbdRecipe,
  separator: separatorRecipe,
  skeleton: skeletonRecipe,
  spinner: spinnerRecipe,
  textarea: textareaRecipe,
};

export const slotRecipes = {
  checkbox: checkboxSlotRecipe,
  dialog: dialogSlotRecipe,
  field: fieldSlotRecipe,
  fieldset: fieldsetSlotRecipe,
  nativeSelect: nativeSelectSlotRecipe,
  popover: popoverSlotRecipe,
  progress: progressSlotRecipe,
  switch: switchSlotRecipe,
  table: tableSlotRecipe,
};
