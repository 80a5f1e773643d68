import core from "./core";
import more from "./more";

/** All texts of this language. Pages load them in two parts; this is for types and tests. */
const messages = { ...core, ...more };

export default messages;
