import { SettingsView } from "@/features/settings/components/settings-view";

export default function Route() {
  return <SettingsView />;
}
