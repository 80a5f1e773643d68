"use client";

import { Skeleton } from "@chakra-ui/react";
import dynamic from "next/dynamic";
import { insist } from "@/lib/parts/insist";

// Opened by few and seldom: no page carries it.
export const SourceWizard = dynamic(() => insist(() => import("./source-wizard")).then((module) => module.SourceWizard), { loading: () => null });
export const InlineWizard = dynamic(() => insist(() => import("./wizard-body")).then((module) => module.WizardBody), { loading: () => <Skeleton h="64" /> });
