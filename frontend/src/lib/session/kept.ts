/** What a tab keeps while its pages come and go, in memory: a browser stores nothing of the shop. `forgetKept` ends it for
 * whoever comes next. */
const held = new Map<string, string>();

export function keep(key: string, value: string | null): void {
  if (value === null) held.delete(key);
  else held.set(key, value);
}

export function kept(key: string): string | null {
  return held.get(key) ?? null;
}

export function forgetKept(): void {
  held.clear();
}
