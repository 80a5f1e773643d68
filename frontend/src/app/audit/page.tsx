import { AuditView } from "@/features/audit/components/audit-view";

export default function Route() {
  return <AuditView />;
}
