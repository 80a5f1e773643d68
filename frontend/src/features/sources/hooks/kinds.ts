/** Kinds of sources in the order in which people see them. */
export const kinds = ["local", "drive", "rtsp", "onvif", "zoneminder", "hikvision", "dahua"] as const;
export type Kind = (typeof kinds)[number];

/** Built from documents, and not yet met by a real device. */
export const untested: ReadonlySet<Kind> = new Set<Kind>(["hikvision", "dahua"]);
export function isKind(value: unknown): value is Kind {
  return kinds.includes(value as Kind);
}

/** How an address of each kind looks, for the empty field. */
export const examples: Partial<Record<Kind | "main" | "sub", string>> = {
  drive: "1234-abc.apps.googleusercontent.com",
  onvif: "192.168.1.64",
  zoneminder: "http://192.168.1.10/zm",
  hikvision: "192.168.1.64",
  dahua: "192.168.1.108",
  main: "rtsp://192.168.1.64:554/stream1",
  sub: "rtsp://192.168.1.64:554/stream2",
};
