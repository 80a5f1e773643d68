import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { Failure, fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { MailPanel } from "./mail-panel";

describe("the mail server", () => {
  it("keeps its password, which is not shown again", async () => {
    fakeApi({ "GET /mail": { ready: true, has_password: false }, "PUT /mail": { ready: true, has_password: true } });
    renderApp(<MailPanel />);
    await userEvent.type(await screen.findByLabelText("Password of the mail server"), "secret");
    await userEvent.click(screen.getByRole("button", { name: "Keep the password" }));
    expect(await screen.findByLabelText("Another password")).toHaveProperty("value", "");
    expect(screen.getByRole("button", { name: "Forget the password" })).toBeTruthy();
  });

  it("is tried with a mail to the own address, and says why it was not taken", async () => {
    fakeApi({
      "GET /mail": { ready: true, has_password: true },
      "POST /mail/trial": new Failure(424, "mail_refused", "The mail server mail:25 did not take the mail.", { reason: "no" }),
    });
    renderApp(<MailPanel />);
    await userEvent.click(await screen.findByRole("button", { name: "Send a mail to my address" }));
    expect(await screen.findByText("The mail server mail:25 did not take the mail.")).toBeTruthy();
  });

  it("is not tried before it is set up", async () => {
    fakeApi({ "GET /mail": { ready: false, has_password: false } });
    renderApp(<MailPanel />);
    expect(await screen.findByRole("button", { name: "Send a mail to my address" })).toHaveProperty("disabled", true);
    expect(screen.getByText(/No mail is sent/)).toBeTruthy();
  });
});
