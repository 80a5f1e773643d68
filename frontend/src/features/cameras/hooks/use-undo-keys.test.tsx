import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { Modal } from "@/components/modal";
import { renderApp } from "@/testing/render-app";

import type { Draft } from "./use-draft";
import { useUndoKeys } from "./use-undo-keys";

const draft = { undo: vi.fn(), redo: vi.fn() };

function Editor({ dialog }: { dialog: boolean }) {
  useUndoKeys(draft as unknown as Draft);
  return (
    <Modal open={dialog} onClose={() => undefined} title="Copy the regions">
      <button>in the dialog</button>
    </Modal>
  );
}

it("takes back and repeats, but nothing behind an open dialog", async () => {
  const { unmount } = renderApp(<Editor dialog={false} />);
  await userEvent.keyboard("{Control>}z{/Control}{Control>}y{/Control}");
  expect(draft.undo).toHaveBeenCalledOnce();
  expect(draft.redo).toHaveBeenCalledOnce();
  unmount();

  renderApp(<Editor dialog />);
  (await screen.findByText("in the dialog")).focus();
  await userEvent.keyboard("{Control>}z{/Control}{Control>}y{/Control}");
  expect(draft.undo).toHaveBeenCalledOnce();
  expect(draft.redo).toHaveBeenCalledOnce();
});
