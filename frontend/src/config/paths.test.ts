import { describe, expect, it } from "vitest";

import { ownPath, signInPath } from "./paths";

describe("where a sign-in leads back to", () => {
  it.each(["/trace/?event=e", "/", "/settings/?section=log"])("is one of our pages: %s", (address) => {
    expect(ownPath(address)).toBe(address);
  });

  it.each([null, "", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/\n//evil.example", "javascript:alert(1)", "trace"])(
    "is never elsewhere: %s",
    (address) => {
      expect(ownPath(address)).toBe("/");
    },
  );

  it("is left out for the first page", () => {
    expect(signInPath("/")).toBe("/sign-in/");
    expect(signInPath("/trace/?q=a b")).toBe("/sign-in/?next=%2Ftrace%2F%3Fq%3Da%20b");
  });
});
