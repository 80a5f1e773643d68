import { SourcesView } from "@/features/sources/components/sources-view";

export default function Route() {
  return <SourcesView />;
}
