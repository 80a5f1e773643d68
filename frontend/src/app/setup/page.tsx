import { SetupPage } from "./setup-page";

export default function Route() {
  return <SetupPage />;
}
