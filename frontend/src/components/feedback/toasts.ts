export type Tone = "success" | "error" | "info";

export type Wish = {
  title: string;
  description?: string;
  action?: { label: string; onClick: () => void };
  /** How long it stays, in ms; as long as it takes to read where this is left out. */
  duration?: number;
};

export type Message = Wish & { id: number; tone: Tone; duration: number };

const MOST = 4;
const USUAL_MS = 6_000;
/** A failure takes longer to understand, an action longer to decide on. */
const LONG_MS = 10_000;

let messages: readonly Message[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(to: readonly Message[]): void {
  messages = to;
  for (const listener of listeners) listener();
}

function show(tone: Tone, wish: Wish): void {
  const duration = wish.duration ?? (tone === "error" || wish.action ? LONG_MS : USUAL_MS);
  change([...messages, { ...wish, id: next++, tone, duration }].slice(-MOST));
}

/** Tell the person something in a corner of the page, from anywhere. */
export const toaster = {
  success: (wish: Wish) => show("success", wish),
  error: (wish: Wish) => show("error", wish),
  info: (wish: Wish) => show("info", wish),
};

export const toasts = {
  now: () => messages,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  dismiss: (id: number) => change(messages.filter((one) => one.id !== id)),
};
