import { vi } from "vitest";

type Answer = unknown | ((body: unknown, url: URL) => unknown);

export type Call = { method: string; path: string; body: unknown };

/** A failure in the API's one error shape. */
export class Failure {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
    readonly details: Record<string, unknown> = {},
  ) {}
}

/**
 * Answers fetch by `"METHOD /path"` (without /api and query). What is not listed answers 404 in the API's error shape.
 * Returns the calls, in order.
 */
export function fakeApi(answers: Record<string, Answer>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (input: string, init: RequestInit = {}) => {
    const url = new URL(input, "http://epack.test");
    const method = init.method ?? "GET";
    const path = url.pathname.replace(/^\/api/, "");
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : init.body;
    calls.push({ method, path, body });
    const answer = answers[`${method} ${path}`] ?? new Failure(404, "not_found", `Nothing at ${path}.`);
    const value: unknown = typeof answer === "function" ? (answer as (b: unknown, u: URL) => unknown)(body, url) : answer;
    if (value instanceof Error) throw value;
    if (value instanceof Failure) {
      const { status, code, message, details } = value;
      return json({ error: { code, message, details } }, status);
    }
    return json(value, 200);
  });
  return calls;
}

function json(body: unknown, status: number): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });
}

/** Have the answers to `path` come so much later than the others, as they do on a network. */
export function slowly(path: string, ms: number): void {
  const fetch = globalThis.fetch;
  vi.stubGlobal("fetch", async (input: string, init?: RequestInit) => {
    if (new URL(input, "http://epack.test").pathname === `/api${path}`) await new Promise((resolve) => setTimeout(resolve, ms));
    return fetch(input, init);
  });
}
