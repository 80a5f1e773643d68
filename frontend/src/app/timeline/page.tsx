import { TimelineView } from "@/features/timeline/components/timeline-view";

export default function Route() {
  return <TimelineView />;
}
