type Act = () => void;
type Gate = {
  /** Asks what becomes of the draft, then acts. */
  ask: (act: Act) => void;
  /** Saves it, then acts; where that is refused it does not. */
  save: (act: Act) => void;
};

/** Of the drafts on the page that are not saved; the newest is asked first. */
const gates: Gate[] = [];

/** The browser is about to take an entry off its history; going on before that would be undone by it. */
let settling: Promise<void> | null = null;

export function settle(done: Promise<void>): void {
  settling = done.finally(() => {
    settling = null;
  });
}

/** Holds back what would lose a draft, until the returned function is called. */
export function guard(gate: Gate): () => void {
  gates.push(gate);
  return () => {
    const place = gates.indexOf(gate);
    if (place >= 0) gates.splice(place, 1);
  };
}

/** Do what leaves what is on screen; where something is not saved, the person is asked first. */
export function askToLeave(act: Act): void {
  const gate = gates.at(-1);
  if (gate) gate.ask(act);
  else if (settling) void settling.then(act);
  else act();
}

/** Do what leaves what is on screen for somebody who asked for it to be saved: what is not saved yet is, then they go. */
export function saveThen(act: Act): void {
  const gate = gates.at(-1);
  // A moment later the page knows that the draft is stored. Whatever still is not is asked about.
  if (gate) gate.save(() => setTimeout(() => askToLeave(act)));
  else askToLeave(act);
}
