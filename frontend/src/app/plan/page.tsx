import { PlanView } from "@/features/plan/components/plan-view";

export default function Route() {
  return <PlanView />;
}
