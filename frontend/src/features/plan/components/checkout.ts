import type { PlanOrder } from "@/lib/api/types";

/** Where the order is paid, or null where that is no address of a web page: it comes from another server. */
export function checkoutAddress(order: PlanOrder): string | null {
  return /^https?:\/\/[^\s\\]+$/i.test(order.checkout_url) ? order.checkout_url : null;
}
