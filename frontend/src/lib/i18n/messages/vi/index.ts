import controls from "./controls.json";
import nav from "./nav.json";
import shell from "./shell.json";
import time from "./time.json";
import errors from "./errors.json";
import program from "./program.json";
import sources from "./sources.json";
import troubles from "./troubles.json";
import wizard from "./wizard.json";
import live from "./live.json";
import cameras from "./cameras.json";
import regions from "./regions.json";
import health from "./health.json";
import timeline from "./timeline.json";
import trace from "./trace.json";
import event from "./event.json";
import plan from "./plan.json";
import audit from "./audit.json";
import users from "./users.json";
import account from "./account.json";
import player from "./player.json";
import doctor from "./doctor.json";
import overview from "./overview.json";
import setup from "./setup.json";
import session from "./session.json";
import settings from "./settings.json";
import cautions from "./cautions.json";
import clips from "./clips.json";

const messages = {
  controls,
  nav,
  shell,
  time,
  errors,
  program,
  sources,
  troubles,
  wizard,
  live,
  cameras,
  regions,
  health,
  timeline,
  trace,
  event,
  plan,
  audit,
  users,
  account,
  player,
  clips,
  overview,
  session,
  settings,
  setup,
  doctor,
  cautions,
};

export default messages;
