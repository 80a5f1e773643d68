import { Home } from "./home";

export default function Route() {
  return <Home />;
}
