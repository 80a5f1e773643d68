"use client";

import { useState } from "react";

import { CameraDialog } from "@/features/cameras/components/camera-dialog";
import { CameraLine } from "@/features/cameras/components/camera-line";
import { ProgramView } from "@/features/program/components/program-view";
import { AddSourceDialog } from "@/features/sources/components/add-source-dialog";
import { FirstSteps } from "@/features/sources/components/first-steps";
import { SourcesPanel } from "@/features/sources/components/sources-panel";
import type { Camera } from "@/lib/api/types";
import { useCameras } from "@/lib/cameras/cameras";

/** Puts together what the features offer: programs and files, the sources beside them, a camera's settings above. */
export function ProgramPage() {
  const cameras = useCameras();
  const [adding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Camera | null>(null);
  const add = () => setAdding(true);
  return (
    <>
      <ProgramView
        ready={cameras.data ? cameras.data.items.length > 0 : null}
        firstSteps={<FirstSteps onAdd={add} />}
        sources={
          <SourcesPanel
            onAdd={add}
            renderCamera={(camera) => <CameraLine key={camera.id} camera={camera} onEdit={setEdited} />}
          />
        }
      />
      <AddSourceDialog open={adding} onClose={() => setAdding(false)} />
      <CameraDialog camera={edited} onClose={() => setEdited(null)} />
    </>
  );
}
