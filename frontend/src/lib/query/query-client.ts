import { QueryClient } from "@tanstack/react-query";

import { ApiError } from "@/lib/api/errors";

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // The connection watcher tells when the server is back; asking in between would only pile up requests.
        // A page whose session has ended keeps what it shows until somebody signs in again.
        retry: (failures, error) => (error instanceof ApiError ? error.code === "sign_in_needed" : failures < 1),
        refetchOnWindowFocus: true,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}
