import { ChakraProvider } from "@chakra-ui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";

import en from "@/lib/i18n/messages/en";
import vi from "@/lib/i18n/messages/vi";
import { makeQueryClient } from "@/lib/query/query-client";
import { system } from "@/lib/theme/system";

/** Render inside what every page has around it: theme, queries, texts. */
export function renderApp(children: ReactNode, locale: "en" | "vi" = "en") {
  return render(
    <ChakraProvider value={system}>
      <QueryClientProvider client={makeQueryClient()}>
        <IntlProvider locale={locale} messages={locale === "en" ? en : vi} timeZone="UTC">
          {children}
        </IntlProvider>
      </QueryClientProvider>
    </ChakraProvider>,
  );
}
