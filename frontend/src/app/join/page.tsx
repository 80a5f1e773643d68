import { JoinView } from "@/features/session/components/join-view";

export default function Route() {
  return <JoinView />;
}
