import { ProgramPage } from "./program-page";

export default function Route() {
  return <ProgramPage />;
}
