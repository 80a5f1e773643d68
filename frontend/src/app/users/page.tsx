import { UsersView } from "@/features/users/components/users-view";

export default function Route() {
  return <UsersView />;
}
