import { AccountView } from "@/features/account/components/account-view";

export default function Route() {
  return <AccountView />;
}
