import { HealthView } from "@/features/health/components/health-view";

export default function Route() {
  return <HealthView />;
}
