import { SignInView } from "@/features/session/components/sign-in-view";

export default function Route() {
  return <SignInView />;
}
