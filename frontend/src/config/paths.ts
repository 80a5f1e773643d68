/** Every address of the dashboard. Pages end with a slash: the export is one folder a page. */
export const paths = {
  home: "/",
  trace: "/trace/",
  program: "/program/",
  cameras: "/cameras/",
  sources: "/sources/",
  live: "/live/",
  overview: "/overview/",
  settings: "/settings/",
  setup: "/setup/",
  timeline: "/timeline/",
  health: "/camera-health/",
  signIn: "/sign-in/",
  join: "/join/",
  shared: "/shared/",
  plan: "/plan/",
  users: "/users/",
  account: "/account/",
  audit: "/audit/",
} as const;

/** The address that shows one event, whatever was searched for. */
export function eventPath(eventId: string): string {
  return `${paths.trace}?event=${encodeURIComponent(eventId)}`;
}

/** Opens the field for a new code of an event that has none. */
export const SET_CODE = "#set-code";

/** The same, with the field for a code set by hand open. */
export function setCodePath(eventId: string): string {
  return `${eventPath(eventId)}${SET_CODE}`;
}

/** Trace with this code searched. */
export function searchPath(code: string): string {
  return `${paths.trace}?q=${encodeURIComponent(code)}`;
}

/** Trace with the events of one camera from `from` until before `to`, wall clock of its zone. */
export function eventsPath(cameraId: number, from: string, to: string): string {
  return `${paths.trace}?${new URLSearchParams({ cam: String(cameraId), from, to }).toString()}`;
}

/** The regions and settings of one camera. */
export function cameraPath(cameraId: number): string {
  return `${paths.cameras}?camera=${cameraId}`;
}

/** A camera's health with its details open. */
export function healthPath(cameraId: number): string {
  return `${paths.health}?cam=${cameraId}`;
}

/** A section of the settings. */
export function settingsPath(section: string): string {
  return `${paths.settings}?section=${encodeURIComponent(section)}`;
}

/** A step of the set-up. */
export function setupPath(step: string): string {
  return `${paths.setup}?step=${encodeURIComponent(step)}`;
}

/** The sign-in, which leads back to `next` afterwards. */
export function signInPath(next: string): string {
  return next === "" || next === paths.home ? paths.signIn : `${paths.signIn}?next=${encodeURIComponent(next)}`;
}

/** `address` if it is one of our pages, else the first one: an address in a link must not lead elsewhere. */
export function ownPath(address: string | null): string {
  // Browsers pass over tabs and line ends: `/\t/elsewhere` would lead there.
  return address !== null && /^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(address) ? address : paths.home;
}

/** A source with its details open. */
export function sourcePath(sourceId: number): string {
  return `${paths.sources}?source=${sourceId}`;
}

/** Sources, with the wizard that adds one open; `kind`: already chosen. */
export function addSourcePath(kind = "any"): string {
  return `${paths.sources}?add=${encodeURIComponent(kind)}`;
}

/** One live camera, large. */
export function livePath(cameraId: number): string {
  return `${paths.live}?camera=${cameraId}`;
}

/** The newest day of one camera. */
export function timelinePath(cameraId: number): string {
  return `${paths.timeline}?cam=${cameraId}`;
}
