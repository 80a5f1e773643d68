"use client";

import { useState } from "react";

import { CameraLine } from "@/features/cameras/components/camera-line";
import { ProgramView } from "@/features/program/components/program-view";
import { AddSourceDialog } from "@/features/sources/components/add-source-dialog";
import { FirstSteps } from "@/features/sources/components/first-steps";
import { SourcesPanel } from "@/features/sources/components/sources-panel";
import { useCameras } from "@/lib/cameras/cameras";

/** Puts together what the features offer: programs and files, and the sources with their cameras beside them. */
export function ProgramPage() {
  const cameras = useCameras();
  const [adding, setAdding] = useState(false);
  const add = () => setAdding(true);
  return (
    <>
      <ProgramView
        ready={cameras.data ? cameras.data.items.length > 0 : null}
        firstSteps={<FirstSteps onAdd={add} />}
        sources={<SourcesPanel onAdd={add} renderCamera={(camera) => <CameraLine key={camera.id} camera={camera} />} />}
      />
      <AddSourceDialog open={adding} onClose={() => setAdding(false)} />
    </>
  );
}
