import type { RemoteCamera, SourceCamera, SourceDraft } from "@/lib/api/types";

import type { Kind } from "./kinds";

/** One stream address of a camera that is entered by hand. */
export type StreamFields = { id: number; name: string; main: string; sub: string; /** What the server knows it by, once stored. */ key?: string };

/** Everything that is typed and chosen in the wizard. Kept as it was typed, whatever the server says to it. */
export type Entry = {
  kind: Kind;
  name: string;
  values: Readonly<Record<string, string>>;
  streams: readonly StreamFields[];
  choice: Readonly<Record<string, Choice>>;
  enabled: boolean;
};

/** What becomes of one camera of the source: a new camera here, or (`cameraId`) one that is here already. */
export type Choice = { wanted: boolean; name: string; cameraId: number | null };

export type Field = {
  name: string;
  secret?: boolean;
  type: "text" | "password" | "choice" | "number";
  choices?: readonly string[];
  required?: boolean;
};

const address: Field = { name: "address", type: "text", required: true };
const user: Field = { name: "user", type: "text" };
const password: Field = { name: "password", type: "password", secret: true };
const transport: Field = { name: "transport", type: "choice", choices: ["tcp", "udp"] };
const device = [address, user, password] as const;
/** For every kind with files that are fetched. */
const fetching: readonly Field[] = [
  { name: "since_days", type: "number" },
  { name: "sync_interval_min", type: "number" },
];

/** What is asked for each kind, in its order. Folders and Drive have forms of their own. */
export const fieldsOf: Record<Kind, readonly Field[]> = {
  local: [],
  drive: [...fetching],
  rtsp: [user, password, transport],
  onvif: [...device, { name: "mode", type: "choice", choices: ["live", "recordings"] }, transport, ...fetching],
  zoneminder: [...device, { name: "time_zone", type: "text" }, ...fetching],
  hikvision: [...device, { name: "times", type: "choice", choices: ["auto", "local", "utc"] }, { name: "timezone", type: "text" }, ...fetching],
  dahua: [...device, { name: "timezone", type: "text" }, ...fetching],
};

/** What is asked for with these answers: a device that is recorded live is not fetched from, and the other way round. */
export function fieldsFor(entry: Pick<Entry, "kind" | "values">): readonly Field[] {
  if (entry.kind !== "onvif") return fieldsOf[entry.kind];
  const other: readonly Field[] = isLive(entry) ? fetching : [transport];
  return fieldsOf.onvif.filter((field) => !other.includes(field));
}

/** Whether its cameras would be recorded here as they send. */
export function isLive(entry: Pick<Entry, "kind" | "values">): boolean {
  return entry.kind === "rtsp" || (entry.kind === "onvif" && entry.values.mode !== "recordings");
}

/** The two ways into a Google Drive. */
export const driveModes = ["oauth", "service_account"] as const;

/** Fields of the configuration that are not typed but accepted or measured. */
const ACCEPTED = ["fingerprint", "client_id", "account", "auth"] as const;

export function emptyEntry(kind: Kind): Entry {
  return { kind, name: "", values: Object.fromEntries(fieldsOf[kind].flatMap((field) => (field.choices?.[0] ? [[field.name, field.choices[0]]] : []))), streams: kind === "rtsp" ? [emptyStream(0)] : [], choice: {}, enabled: true };
}

export function emptyStream(id: number): StreamFields {
  return { id, name: "", main: "", sub: "" };
}

/** What the server is asked to try or to keep. Secrets left empty are those that are kept already. */
export function draftOf(entry: Entry, sourceId: number | null): SourceDraft {
  const fields = fieldsFor(entry);
  const secrets: Record<string, unknown> = {};
  const config: Record<string, unknown> = {};
  for (const field of fields) {
    const value = entry.values[field.name] ?? "";
    if (field.type === "number") {
      // What is no number goes as it is: the server says what is wrong with it.
      if (value.trim() !== "") config[field.name] = Number.isNaN(Number(value)) ? value.trim() : Number(value);
    } else if (!field.secret) config[field.name] = value.trim();
    else if (value !== "") secrets[field.name] = value;
  }
  if (entry.kind === "drive") addDrive(entry.values, config, secrets);
  if (entry.kind === "rtsp") config.cameras = entry.streams.map(({ key, name, main, sub }) => ({ ...(key ? { key } : {}), name: name.trim(), main: main.trim(), ...(sub.trim() ? { sub: sub.trim() } : {}) }));
  if (entry.values.fingerprint) config.fingerprint = entry.values.fingerprint;
  return { kind: entry.kind, config, secrets, ...(sourceId === null ? {} : { source_id: sourceId }) };
}

function addDrive(values: Entry["values"], config: Record<string, unknown>, secrets: Record<string, unknown>): void {
  config.auth = values.auth === "service_account" ? "service_account" : "oauth";
  if (config.auth === "service_account") {
    if (values.service_account) secrets.service_account = values.service_account;
    return;
  }
  config.client_id = (values.client_id ?? "").trim();
  if (values.account) config.account = values.account;
  if (values.client_secret) secrets.client_secret = values.client_secret;
  if (values.sign_in) secrets.sign_in = values.sign_in;
}

/** The entry with which a stored source is changed. Secrets never come back from the server. */
export function entryOf(kind: Kind, name: string, config: Readonly<Record<string, unknown>>, enabled: boolean): Entry {
  const values: Record<string, string> = {};
  for (const key of [...fieldsOf[kind].filter((field) => !field.secret).map((field) => field.name), ...ACCEPTED]) {
    const value = config[key];
    if (typeof value === "string" || typeof value === "number") values[key] = String(value);
  }
  const streams = kind === "rtsp" && Array.isArray(config.cameras) ? config.cameras.map(streamOf) : [];
  const empty = emptyEntry(kind);
  return { ...empty, name, values: { ...empty.values, ...values }, streams: streams.length > 0 ? streams : empty.streams, enabled };
}

function streamOf(stored: unknown, id: number): StreamFields {
  const one = (typeof stored === "object" ? stored : null) as Record<string, unknown> | null;
  const text = (key: string) => (typeof one?.[key] === "string" ? one[key] : "");
  return { id, name: text("name"), main: text("main"), sub: text("sub"), key: text("key") || undefined };
}

/** The choice for what a source has: as chosen before, else all as new cameras under free names. */
export function choiceOf(found: readonly RemoteCamera[], before: Readonly<Record<string, Choice>>, stored: readonly SourceCamera[], taken: readonly string[]): Record<string, Choice> {
  const names = new Set(taken);
  const choice: Record<string, Choice> = {};
  for (const camera of found) {
    const known = stored.find((one) => one.key === camera.key && one.camera_id !== null);
    const kept = before[camera.key];
    if (kept) choice[camera.key] = kept;
    else if (known) choice[camera.key] = { wanted: known.enabled, name: known.camera ?? camera.name, cameraId: known.camera_id };
    // Whoever changes a source does not mean to add all that was left out before.
    else choice[camera.key] = { wanted: stored.length === 0, name: freeName(camera.name, names), cameraId: null };
    names.add(choice[camera.key]?.name ?? "");
  }
  return choice;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const base = name.trim() || "Camera";
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(one)) return one;
  }
}

export type NameTrouble = "nameTaken" | "nameTwice" | "nameEmpty" | "twice";

/** What is wrong with the choice, by the key of the camera. */
export function troublesOf(choice: Readonly<Record<string, Choice>>, taken: readonly string[]): Record<string, NameTrouble> {
  const wanted = Object.entries(choice).filter(([, one]) => one.wanted);
  const troubles: Record<string, NameTrouble> = {};
  for (const [key, one] of wanted) {
    const others = wanted.filter(([other]) => other !== key).map(([, other]) => other);
    const name = one.name.trim();
    if (one.cameraId !== null) {
      if (others.some((other) => other.cameraId === one.cameraId)) troubles[key] = "twice";
    } else if (name === "") troubles[key] = "nameEmpty";
    else if (taken.includes(name)) troubles[key] = "nameTaken";
    else if (others.some((other) => other.cameraId === null && other.name.trim() === name)) troubles[key] = "nameTwice";
  }
  return troubles;
}
