/** What every failed call throws. `code` is stable; `message` is the server's sentence (English), or empty. */
export class ApiError extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status: number, details: Record<string, unknown> = {}) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /**
   * No answer, or a proxy's answer in place of the server: waiting helps, changing the input does not. What the server
   * itself says of a device that does not answer has a code of its own.
   */
  get unreachable(): boolean {
    return this.status === 0 || this.code === "http_502" || this.code === "http_504";
  }
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("unexpected", error instanceof Error ? error.message : "", -1);
}
