// The part of `@citation-js/core` that its plugin for BibTeX uses.
import { Grammar } from "./node_modules/@citation-js/core/lib-mjs/util/grammar.js";

export const util = { Grammar };
export const logger = { warn() {} };
