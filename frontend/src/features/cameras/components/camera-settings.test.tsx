import { useQueryClient } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { Toaster } from "@/components/feedback/toaster";
import type { Camera } from "@/lib/api/types";
import { camerasKey, useCameras } from "@/lib/cameras/cameras";
import { fakeApi } from "@/testing/fake-api";
import { renderApp } from "@/testing/render-app";

import { CameraSettings } from "./camera-settings";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const settings = () => ({ items: [{ key: "symbologies", choices: ["QRCode", "Code39"] }] });

function Shown() {
  const camera = useCameras().data?.items[0];
  const client = useQueryClient();
  return (
    <>
      {camera && <CameraSettings camera={camera as Camera} />}
      <button onClick={() => void client.invalidateQueries({ queryKey: camerasKey })}>again</button>
      <Toaster />
    </>
  );
}

it("says what is saved, and keeps what is typed while somebody else changes the camera", async () => {
  let camera = { id: 7, name: "Table 7", timezone: "UTC", trigger_text: "EPACK", symbologies: ["QRCode"] };
  fakeApi({
    "GET /settings": settings,
    "GET /cameras": () => ({ items: [camera], total: 1 }),
    "PATCH /cameras/7": (body: unknown) => (camera = { ...camera, ...(body as object) }),
  });
  renderApp(<Shown />);
  const sticker = await screen.findByLabelText("Text in the sticker's code");
  await userEvent.clear(sticker);
  await userEvent.type(sticker, "TABLE-7");
  camera = { ...camera, timezone: "Asia/Tokyo" };
  await userEvent.click(screen.getByRole("button", { name: "again" }));
  await waitFor(() => expect((screen.getByLabelText("Time zone") as HTMLInputElement).value).toBe("Asia/Tokyo"));
  expect((screen.getByLabelText("Text in the sticker's code") as HTMLInputElement).value).toBe("TABLE-7");

  await userEvent.click(screen.getByRole("button", { name: "Save settings" }));
  expect(await screen.findByText("Camera Table 7 saved")).toBeTruthy();
  expect(camera).toMatchObject({ timezone: "Asia/Tokyo", trigger_text: "TABLE-7" });
});

it("switches a kind of code on, and keeps one that is not offered any more", async () => {
  let camera = { id: 7, name: "Table 8", timezone: "UTC", trigger_text: "EPACK", symbologies: ["QRCode", "MaxiCode"] };
  fakeApi({
    "GET /settings": settings,
    "GET /cameras": () => ({ items: [camera], total: 1 }),
    "PATCH /cameras/7": (body: unknown) => (camera = { ...camera, ...(body as object) }),
  });
  renderApp(<Shown />);
  const kind = (name: string) => screen.findByLabelText(name);
  expect(((await kind("MaxiCode")) as HTMLInputElement).checked).toBe(true);
  await userEvent.click(await kind("Code39"));
  await userEvent.click(screen.getByRole("button", { name: "Save settings" }));
  expect(await screen.findByText("Camera Table 8 saved")).toBeTruthy();
  expect(camera.symbologies).toEqual(["QRCode", "Code39", "MaxiCode"]);
  expect(camera).toMatchObject({ timezone: "UTC", trigger_text: "EPACK" });
});
