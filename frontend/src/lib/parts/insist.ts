import { doubtReachable, isReachable, subscribeReachable } from "@/lib/live/connection";

const AGAIN_MS = 1_000;
const TRIES = 3;

/**
 * Fetch the script of a part. While the server is away it is waited for: without this the whole page, with all that was
 * typed into it, would give way to an error because of one dialog. Throws where the server answers and the script still
 * does not come, as after an update.
 */
export async function insist<T>(load: () => Promise<T>): Promise<T> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await load();
    } catch (error) {
      doubtReachable();
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      if (!isReachable()) {
        await untilReachable();
        left = TRIES;
      } else if (left === 0) throw error;
    }
  }
}

function untilReachable(): Promise<void> {
  return new Promise((resolve) => {
    const stop = subscribeReachable(() => {
      if (!isReachable()) return;
      stop();
      resolve();
    });
  });
}
