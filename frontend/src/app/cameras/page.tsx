import { CamerasView } from "@/features/cameras/components/cameras-view";

export default function Route() {
  return <CamerasView />;
}
