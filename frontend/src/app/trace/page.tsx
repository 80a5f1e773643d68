import { TraceView } from "@/features/trace/components/trace-view";

export default function Route() {
  return <TraceView />;
}
