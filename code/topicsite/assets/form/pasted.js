/**
 * What somebody pasted, as fields of entries.
 *
 * Nothing is made up and nothing is fetched: what a source does not say stays empty. The importer
 * of the command line takes the same from the same text; `tests/assets/test_pasted.py` compares.
 */

import { derived, paperOf, workOf } from "./entry.js";
import { clean } from "./wording.js";

const MOST = 200;
const TOLD = ["title", "authors", "published", "venue", "doi", "arxiv", "isbn", "language", "duration"];

/**
 * The entries in a text, each as fields; and how many were not whole.
 *
 * @param {string} text - Addresses, BibTeX, RIS, CSL-JSON, or citations.
 * @param {string[]} kinds - The kinds that the site has.
 */
export async function read(text, kinds) {
  const lines = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const head = lines.slice(0, 2000).trimStart();
  let reader;
  if (/^(?:\{|\[\s*[{\]])/.test(head)) reader = await import("./csl.js");
  else if (/^\s*TY {2}- /m.test(head)) reader = await import("./ris.js");
  else if (/^(?:%.*\n|\s)*@\s*[A-Za-z]+\s*[{(]/.test(head)) reader = await import("./bibtex.js");
  else reader = await import("./lines.js");
  const { items, broken } = reader.read(lines, MOST);
  const found = items.map((item) => fieldsOf(item, kinds)).filter((fields) => Object.keys(fields).length);
  return { entries: found, broken };
}

/** The fields of an item; what its address tells comes after what the source says. */
function fieldsOf({ url, fields, kinds: said }, kinds) {
  const told = {};
  for (const name of TOLD) {
    const value = Array.isArray(fields[name]) ? fields[name] : clean(fields[name] ?? "");
    if (value.length) told[name] = value;
  }
  const address = settled(url, told);
  if (told.arxiv) told.arxiv = told.arxiv.replace(/v\d+$/, "");
  const known = address ? derived(address) : {};
  const kind = [...said, known.kind].find((word) => kinds.includes(word));
  if (kind !== known.kind) delete known.access;
  delete known.kind;
  const made = { ...known, ...told, ...(kind ? { kind } : {}) };
  // An arXiv paper is known by its arXiv id; arXiv's own DOI says the same again.
  if (made.arxiv && /^10\.48550\//i.test(made.doi ?? "")) delete made.doi;
  return made;
}

/** The address that an entry has: its own, or that of its number. */
function settled(url, { doi, arxiv }) {
  const written = url.trim().replace(/^https?:\/\//i, (scheme) => scheme.toLowerCase());
  const spelt = written.replace(/[\s<>"`{}|^\\]/g, encodeURIComponent);
  if (!spelt) {
    if (/^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?$/.test(arxiv ?? "")) return arxivAddress(arxiv);
    return /^10\.\d{4,9}(?:\.\d+)*\/\S+$/.test(doi ?? "") ? doiAddress(doi) : "";
  }
  if (!spelt.startsWith("http:")) return /^https?:\/\//.test(spelt) ? spelt : "";
  // These are known to be https as well.
  const paper = paperOf(spelt);
  if (paper) return arxivAddress(paper);
  const work = workOf(spelt);
  return work ? doiAddress(work) : spelt;
}

function arxivAddress(arxiv) {
  return `https://arxiv.org/abs/${quoted(arxiv)}`;
}

function doiAddress(doi) {
  return `https://doi.org/${quoted(doi)}`;
}

function quoted(text) {
  return encodeURIComponent(text).replace(/%2F/g, "/").replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
