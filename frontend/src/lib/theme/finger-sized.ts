/**
 * For parts that are worked on with fingers: there, what can be pressed is as large as a fingertip. Not for the dense
 * lists, whose rows have a fixed height.
 */
export const fingerSized = {
  "@media (pointer: coarse)": {
    "& button": { minHeight: "11", minWidth: "11" },
    "& input:not([type=range], [type=checkbox]), & select": { minHeight: "11" },
    "& input[type=range]": { minHeight: "11" },
    "& label:has(input[type=checkbox])": { minHeight: "11" },
  },
} as const;
