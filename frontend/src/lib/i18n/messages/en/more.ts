import sources from "./sources.json";
import wizard from "./wizard.json";
import live from "./live.json";
import regions from "./regions.json";
import health from "./health.json";
import audit from "./audit.json";
import users from "./users.json";
import shared from "./shared.json";
import doctor from "./doctor.json";
import overview from "./overview.json";
import setup from "./setup.json";
import settings from "./settings.json";

/** What only other pages show. */
const messages = {
  sources,
  wizard,
  live,
  regions,
  health,
  audit,
  users,
  shared,
  doctor,
  overview,
  setup,
  settings,
};

export default messages;
