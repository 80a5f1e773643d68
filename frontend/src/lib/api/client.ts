import { ApiError } from "./errors";

export type QueryValue = string | number | boolean | null | undefined | readonly (string | number)[];

type RequestOptions = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, QueryValue>;
  json?: unknown;
  form?: FormData;
  signal?: AbortSignal;
};

type Reachability = (reachable: boolean) => void;

/** Sent with every change: a page of another site cannot, so the server knows that the change comes from here. */
const OWN_HEADER = { "X-Epack": "1" };

let report: Reachability = () => {};
let signedOut: () => void = () => {};

/** Have `listener` called when the server does not know (any more) who is asking. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener;
}

/** Have every answer (or its absence) told to `listener`; the connection watcher is the one listener. */
export function onReachability(listener: Reachability): void {
  report = listener;
}

/** `/api/...` with a query string; empty values are left out, lists are repeated. */
export function apiUrl(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === "") continue;
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) search.append(key, String(one));
  }
  const text = search.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

/** As long as the second click of a double click may take after the first was answered. */
const DOUBLE_CLICK_MS = 500;

/** The last change that was asked for, while it is under way and a moment longer. */
let lastChange: { asked: string; answer: Promise<unknown> } | null = null;

/** Call the API and give its JSON. Throws ApiError for everything that is not a success. */
export function api<T>(path: string, options: RequestOptions = {}): Promise<T> {
  if (!options.method || options.method === "GET" || options.form || options.signal) return call<T>(path, options);
  // A button that was pressed twice asks for the same thing once: the page may not have shown yet that it works.
  const asked = JSON.stringify([options.method, path, options.query, options.json]);
  if (lastChange?.asked === asked) return lastChange.answer as Promise<T>;
  const answer = call<T>(path, options);
  const change = { asked, answer };
  const forget = () => {
    if (lastChange === change) lastChange = null;
  };
  lastChange = change;
  answer.then(() => setTimeout(forget, DOUBLE_CLICK_MS), forget);
  return answer;
}

async function call<T>(path: string, options: RequestOptions): Promise<T> {
  const response = await send(path, options);
  if (response.status === 204) return undefined as T;
  const body = await readJson(response);
  if (!response.ok) throw failed(response.status, body);
  if (body === undefined) throw new ApiError("bad_answer", "", response.status);
  return body as T;
}

/** Call the API and give the file it answers with. Throws ApiError for everything that is not a success. */
export async function apiFile(path: string, options: RequestOptions = {}): Promise<Blob> {
  return (await apiNamedFile(path, options)).content;
}

/** The same, with the name that the server gives the file; empty where it gives none. */
export async function apiNamedFile(path: string, options: RequestOptions = {}): Promise<{ content: Blob; name: string }> {
  const response = await send(path, options);
  if (!response.ok) throw failed(response.status, await readJson(response));
  return { content: await response.blob(), name: nameIn(response.headers.get("Content-Disposition") ?? "") };
}

/** The name in a Content-Disposition; the one that holds any letter counts before the one for old browsers. */
function nameIn(told: string): string {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(told)?.[1];
  return encoded ? decodeURIComponent(encoded) : (/filename="?([^";]+)"?/i.exec(told)?.[1] ?? "");
}

/** Call the API and hand each line of JSON to `onLine` as it comes. Throws ApiError, also where the answer breaks off. */
export async function apiLines(path: string, options: RequestOptions, onLine: (line: unknown) => void): Promise<void> {
  const response = await send(path, options);
  if (!response.ok) throw failed(response.status, await readJson(response));
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line) onLine(JSON.parse(line));
      if (done) return;
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("bad_answer", "", response.status);
  }
}

/** Call the API and hand each piece of an answer that does not end to `onBytes`. Throws ApiError when it is refused. */
export async function apiBytes(path: string, options: RequestOptions, onBytes: (bytes: Uint8Array) => void): Promise<void> {
  const response = await send(path, options);
  if (!response.ok) throw failed(response.status, await readJson(response));
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (value) onBytes(value);
    if (done) return;
  }
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const method = options.method ?? "GET";
  const init: RequestInit = { method, signal: options.signal, headers: method === "GET" ? {} : { ...OWN_HEADER, ...shownLanguage() } };
  if (options.json !== undefined) {
    init.body = JSON.stringify(options.json);
    init.headers = { ...init.headers, "Content-Type": "application/json" };
  } else if (options.form) {
    init.body = options.form;
  }
  try {
    const response = await fetch(apiUrl(path, options.query), init);
    report(!isProxyWithoutServer(response));
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    report(false);
    throw new ApiError("unreachable", "", 0);
  }
}

/** In which language mails about the account are written: that of the dashboard, which need not be the browser's. */
function shownLanguage(): Record<string, string> {
  const language = document.documentElement.lang;
  return language ? { "Accept-Language": language } : {};
}

/** A proxy that does not reach the server; what the server itself says of a device that does not answer is JSON. */
function isProxyWithoutServer(response: Response): boolean {
  return (response.status === 502 || response.status === 504) && !isJson(response);
}

function isJson(response: Response): boolean {
  return (response.headers.get("Content-Type") ?? "").includes("json");
}

/** The JSON body; undefined when the answer is something else, as a proxy's error page is. */
async function readJson(response: Response): Promise<unknown> {
  if (!isJson(response)) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** The error of a refused call. Who is not known any more is told so once, wherever the call came from. */
function failed(status: number, body: unknown): ApiError {
  const error = toError(status, body);
  if (error.code === "sign_in_needed") signedOut();
  // It answers, but not to us: whoever watches the connection finds out where it went.
  if (error.code === "https_only") report(false);
  return error;
}

function toError(status: number, body: unknown): ApiError {
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  return new ApiError(
    typeof error.code === "string" ? error.code : `http_${status}`,
    typeof error.message === "string" ? error.message : "",
    status,
    isRecord(error.details) ? error.details : {},
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
