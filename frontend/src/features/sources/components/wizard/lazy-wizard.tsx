"use client";

import dynamic from "next/dynamic";

// Opened by few and seldom: no page carries it.
export const SourceWizard = dynamic(() => import("./source-wizard").then((module) => module.SourceWizard), { ssr: false });
export const InlineWizard = dynamic(() => import("./wizard-body").then((module) => module.WizardBody), { ssr: false });
