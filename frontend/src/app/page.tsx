/** The first page is Trace: finding a parcel is what most people come for. */
export { default } from "./trace/page";
