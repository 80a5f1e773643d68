import controls from "./controls.json";
import nav from "./nav.json";
import shell from "./shell.json";
import time from "./time.json";
import errors from "./errors.json";
import cautions from "./cautions.json";
import session from "./session.json";
import plan from "./plan.json";
import program from "./program.json";
import trace from "./trace.json";
import event from "./event.json";
import player from "./player.json";
import clips from "./clips.json";
import timeline from "./timeline.json";
import troubles from "./troubles.json";
import cameras from "./cameras.json";
import account from "./account.json";

/** What Trace shows, and what is around every page: the first page stays light. */
const messages = {
  controls,
  nav,
  shell,
  time,
  errors,
  cautions,
  session,
  plan,
  program,
  trace,
  event,
  player,
  clips,
  timeline,
  troubles,
  cameras,
  account,
};

export default messages;
