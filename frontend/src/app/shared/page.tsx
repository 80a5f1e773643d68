import { SharedView } from "@/features/shared/components/shared-view";

export default function Route() {
  return <SharedView />;
}
