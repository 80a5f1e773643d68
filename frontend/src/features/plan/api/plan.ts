"use client";

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { api } from "@/lib/api/client";
import { asApiError } from "@/lib/api/errors";
import type { PackageList, Plan, PlanOrder } from "@/lib/api/types";
import { planKey, planQuery } from "@/lib/plan/plan";

const WAITING_POLL_MS = 3_000;
const orderKey = [...planKey, "order"] as const;

/** What the page knows of the order, and why the seller could not be asked just now. */
export type OrderNow = { order: PlanOrder | null; trouble: unknown };

/** Money may still come, or came and its licence did not arrive yet. */
export function isUnsettled(order: PlanOrder): boolean {
  return order.status === "pending" || order.status === "underpaid" || (order.status === "paid" && !order.installed);
}

export const packagesQuery = queryOptions({
  queryKey: [...planKey, "packages"],
  queryFn: ({ signal }) => api<PackageList>("/plan/packages", { signal }),
});

export function usePackages() {
  return useQuery(packagesQuery);
}

/** The order of this installation, asked about again and again until it is settled. */
export function useOrder() {
  const client = useQueryClient();
  const found = useQuery({
    queryKey: orderKey,
    queryFn: ({ signal }) => readOrder(signal),
    refetchInterval: (query) => (query.state.data?.order && isUnsettled(query.state.data.order) ? WAITING_POLL_MS : false),
  });
  const installed = found.data?.order?.installed ?? false;
  const before = useRef(installed);
  useEffect(() => {
    if (installed && !before.current) void client.invalidateQueries({ queryKey: planQuery.queryKey });
    before.current = installed;
  }, [installed, client]);
  return found;
}

async function readOrder(signal: AbortSignal): Promise<OrderNow> {
  try {
    return { order: await api<PlanOrder>("/plan/order/refresh", { method: "POST", json: {}, signal }), trouble: null };
  } catch (error) {
    if (signal.aborted) throw error;
    const { code, unreachable } = asApiError(error);
    if (code === "no_such_order") return { order: null, trouble: null };
    if (unreachable && code !== "licence_server") throw error;
    // What is known here stands, also while the seller cannot be asked.
    return { order: await api<PlanOrder>("/plan/order", { signal }), trouble: error };
  }
}

export function useBuy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: { package: string; customer: string; email: string }) =>
      api<PlanOrder>("/plan/order", { method: "POST", json: given }),
    onSuccess: (order) => client.setQueryData<OrderNow>(orderKey, { order, trouble: null }),
  });
}

export function useForgetOrder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<void>("/plan/order", { method: "DELETE" }),
    onSuccess: () => client.setQueryData<OrderNow>(orderKey, { order: null, trouble: null }),
  });
}

function usePlanChange<Given>(call: (given: Given) => Promise<Plan>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: (plan) => {
      client.setQueryData(planQuery.queryKey, plan);
      return client.invalidateQueries({ queryKey: ["overview"] });
    },
  });
}

export function useActivate() {
  return usePlanChange((key: string) => api<Plan>("/plan/activation", { method: "POST", json: { key } }));
}

export function useInstall() {
  return usePlanChange((text: string) => api<Plan>("/plan/licence", { method: "POST", json: { text } }));
}

/** The order that the licence came with is put away with it. */
export function useTakeOff() {
  const client = useQueryClient();
  return usePlanChange(async () => {
    const plan = await api<Plan>("/plan/licence", { method: "DELETE" });
    await client.invalidateQueries({ queryKey: orderKey });
    return plan;
  });
}
