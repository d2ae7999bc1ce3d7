/** CSL-JSON, and the items of Zotero in its own JSON, as `exchange/references.py` reads them. */

import { arxivIn, bareArxiv, bareDoi, clean, day, language, unique } from "./wording.js";

const KINDS = {
  book: "book", chapter: "book-chapter", bookSection: "book-chapter", software: "code",
  computerProgram: "code", dataset: "data-set", motion_picture: "video", videoRecording: "video",
  podcast: "podcast",
};
const NO_ITEMS = ["attachment", "note", "annotation"];
const MAKERS = ["author", "programmer", "director", "podcaster", "presenter"];
const VENUES = [
  "container-title", "publicationTitle", "bookTitle", "proceedingsTitle", "websiteTitle", "blogTitle",
];

/** The items of a library. */
export function read(text, most) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return { items: [], broken: 1 };
  }
  const all = listOf(isMapping(data) && "items" in data ? data.items : data)
    .slice(0, most)
    .map((one) => (isMapping(one) && isMapping(one.data) ? one.data : one));
  const known = all.filter((one) => isMapping(one) && ("type" in one || "itemType" in one));
  const items = known.filter((one) => !NO_ITEMS.includes(one.itemType)).map(itemOf);
  return { items, broken: all.length - known.length };
}

function itemOf(one) {
  const first = (...names) =>
    names.flatMap((name) => listOf(own(one, name))).map((value) => clean(textOf(value))).find(Boolean) ?? "";
  const archived = first("archive").toLowerCase() === "arxiv" ? first("archive_location") : "";
  const named = arxivIn(first("number"), first("archiveID"), first("extra", "note"), archived, first("publisher"));
  const fields = {
    title: first("title"),
    authors: names(one),
    published: issued(own(one, "issued")) || day(first("date")),
    venue: first(...VENUES),
    doi: bareDoi(first("DOI", "doi")),
    arxiv: named || bareArxiv(archived),
    isbn: first("ISBN").split(" ")[0].replace(/[,;]+$/, ""),
    language: language(first("language")),
    duration: first("runningTime").replace(/^00:/, ""),
  };
  const kinds = ["type", "itemType"].map((name) => textOf(own(one, name))).filter((word) => Object.hasOwn(KINDS, word));
  return { url: first("URL", "url"), fields, kinds: kinds.slice(0, 1).map((word) => KINDS[word]) };
}

function names(one) {
  const parts = ["given", "non-dropping-particle", "dropping-particle", "family", "suffix"];
  const joined = (person, keys) => keys.map((key) => textOf(own(person, key))).join(" ");
  const authors = mappings(own(one, "author")).map((person) => textOf(person.literal) || joined(person, parts));
  const creators = mappings(own(one, "creators"))
    .filter((person) => MAKERS.includes(person.creatorType))
    .map((person) => textOf(person.name) || joined(person, ["firstName", "lastName"]));
  return unique([...authors, ...creators].slice(0, 200));
}

/** A date of CSL: a list of year, month and day, or a text. */
function issued(value) {
  if (!isMapping(value)) return day(textOf(value));
  const [first] = listOf(value["date-parts"]);
  const texts = Array.isArray(first) ? first.slice(0, 3).map(textOf) : [];
  if (texts.length && texts.every(Boolean)) return day(texts.join("-"));
  return day(textOf(value.raw || value.literal));
}

function own(one, name) {
  return Object.hasOwn(one, name) ? one[name] : undefined;
}

function isMapping(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(value) {
  return Array.isArray(value) ? value : [value ?? []].flat();
}

function mappings(value) {
  return listOf(value).filter(isMapping);
}

function textOf(value) {
  return ["string", "number"].includes(typeof value) ? String(value) : "";
}
