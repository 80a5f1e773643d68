/** The address of a service account by its key file; null when the text is no such file. */
export function serviceAddress(text: string): string | null {
  try {
    const key: unknown = JSON.parse(text);
    if (typeof key !== "object" || key === null) return null;
    const { client_email: address, private_key: secret } = key as Record<string, unknown>;
    return typeof address === "string" && address !== "" && typeof secret === "string" && secret !== "" ? address : null;
  } catch {
    return null;
  }
}
