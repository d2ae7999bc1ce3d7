/**
 * An entry, from what a form holds: what is wrong with it, what its address tells, and its YAML.
 *
 * Everything here follows the schema that the page carries. The YAML is written as `topicsite fmt`
 * writes it, and tests compare both, text by text.
 */

import { _, number } from "../page/words.js";

const WIDTH = 100;
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/u;
const PLAIN =
  /^(?!(?:~|null|Null|NULL)$)(?:-[0-9]|[^\s\-?:,[\]{}#&*!|>'"%@`=<\x00-\x1f])(?:[^\s:]|:(?=\S)| (?=[^\s#]))*$/u;
const PLAIN_IN_LIST = /^[^,[\]{}:]*$/u;
const TRACKING = /^(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|si|ref|ref_src)$/;
const ADDRESS = /^https?:\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;
const BULLET = /^\s*(?:[-*+\u2022\u2013]|[0-9]{1,2}[.)])(?:\s+|$)/u;
// A surname before the other names, on a line of its own; and what follows a name.
const TURNED = /^[^\s,]+,\s*[^,]+$/u;
const AFTER_A_NAME = /^(?:[JS]r|I{2,3}|IV|Inc|Ltd|LLC|GmbH|AG|Ph\.?D|M\.?D|et al)\.?$/;
const VIDEO = /^[A-Za-z0-9_-]{11}$/;

// What cannot be seen, and where a script or an emoji needs it: see `model/characters.py`.
const HIDDEN =
  String.raw`\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u2800\ufff9-\ufffc\u{16fe4}\u{1d159}` +
  String.raw`\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}`;
const JOINING =
  String.raw`\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06ef\u06fa-\u06ff\u0710-\u077f` +
  String.raw`\u07ca-\u07f5\u0840-\u085b\u0860-\u0887\u0889-\u088e\u08a0-\u08e1\u08e3-\u0df4` +
  String.raw`\u1000-\u109f\u1780-\u17b3\u17b6-\u17d3\u1820-\u18aa\u1a20-\u1a7f\u1b00-\u1b4b` +
  String.raw`\u1b80-\u1bbf\u1cd0-\u1cff\ua840-\ua873\ua880-\ua8c5\ua8e0-\ua8ff\ua980-\ua9c0` +
  String.raw`\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\u{10a00}-\u{10a3f}\u{10ac0}-\u{10aef}` +
  String.raw`\u{11000}-\u{11fff}\u{1e900}-\u{1e94b}`;
const EMOJI =
  String.raw`\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934` +
  String.raw`\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299\u{1f000}-\u{1faff}`;
const SEEN_OR_NEEDED = [
  String.raw`[${JOINING}][\u200c\u200d](?![\u200c\u200d])`,
  String.raw`\u200d(?=[\u0620-\u064a\u066e-\u06d3])`,
  // The flags of England, Scotland and Wales, in letters that are not drawn.
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
  String.raw`[${EMOJI}][\ufe0e\ufe0f]?(?:\u200d(?=[${EMOJI}]))?`,
  String.raw`[0-9#*]\ufe0f(?=\u20e3)`,
  String.raw`[\u1820-\u18aa][\u180b-\u180f]`,
  String.raw`[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3fffd}][\u{e0100}-\u{e01ef}]`,
  `([${HIDDEN}])`,
];
const TEXT = new RegExp(SEEN_OR_NEEDED.join("|"), "gu");

/** A text on one line, without what cannot be seen. */
export function visible(text) {
  const shown = text.replace(TEXT, (all, hidden) => (hidden ? (/[\x85\u2028\u2029\u2800]/u.test(hidden) ? " " : "") : all));
  return shown.replace(/[\ud800-\udfff]/gu, "\ufffd").split(/\s+/u).filter(Boolean).join(" ");
}

/** Whether a field's text is a paragraph, which may be folded over several lines. */
export function isProse(shape) {
  return Boolean(shape.pattern?.includes("(?:\\S|\\s+(?=\\S))"));
}

/** A text without the spaces that do not count. */
export function clean(shape, text) {
  return isProse(shape) ? text.split(/\s+/u).filter(Boolean).join(" ") : text.trim();
}

/**
 * The items of a list, as people write one: a line each, or separated on a line.
 *
 * A semicolon separates before a comma does, so that a name can hold one. All signs of an item stay.
 */
export function items(text, areNames) {
  const lines = text.split("\n").map((line) => line.replace(BULLET, "").trim()).filter(Boolean);
  const byComma = !lines.some((line) => line.replace(/&(?:[A-Za-z]+|#[0-9]+);/g, "").includes(";"));
  const separated = byComma ? /(?:[0-9],(?=[0-9])|[^,])+/g : /(?:&(?:[A-Za-z]+|#[0-9]+);|[^;])+/g;
  const found = [];
  for (const line of lines) {
    const isTurned = areNames && byComma && lines.length > 1 && TURNED.test(line);
    const parts = isTurned ? [line] : (line.match(separated) ?? []).map((part) => part.trim());
    for (const item of parts.filter(Boolean)) {
      if (areNames && byComma && found.length && AFTER_A_NAME.test(item)) {
        found[found.length - 1] += `, ${item}`;
      } else found.push(item);
    }
  }
  return found;
}

/** What is wrong with each field, by its name: the first thing only. */
export function problems(schema, fields) {
  const found = new Map();
  for (const [name, shape] of Object.entries(schema.properties)) {
    const value = fields[name];
    const needed = schema.required.includes(name);
    if (value === undefined) {
      if (needed) found.set(name, _("This is needed."));
      continue;
    }
    const items = Array.isArray(value) ? value : [value];
    const each = shape.items ?? shape;
    const wrong = items.map((item) => wrongWith(schema, name, each, item)).find(Boolean);
    if (wrong) found.set(name, wrong);
    else if (items.length > (shape.maxItems ?? Infinity)) {
      found.set(name, _("Keep to %(most)s; these are %(number)s.", { most: shape.maxItems, number: items.length }));
    }
  }
  const insecure = Object.keys(fields).some(
    (name) => isAddress(schema, schema.properties[name]) && /^http:/.test(fields[name]),
  );
  if (insecure) {
    if (fields.insecure_url_reason === undefined) {
      found.set("insecure_url_reason", _("The address is http. Write https there, or say here why not."));
    }
  } else if (fields.insecure_url_reason !== undefined) {
    found.set("insecure_url_reason", _("The address is https already; leave this empty."));
  }
  const [, withoutCaptions] = schema.allOf.map((rule) => rule.if.properties?.kind.enum);
  if (fields.captions !== undefined && withoutCaptions.includes(fields.kind)) {
    found.set("captions", _("Only a video or a playlist has captions; leave this empty."));
  }
  return found;
}

function wrongWith(schema, name, shape, text) {
  const hidden = [...text.matchAll(TEXT)].find((match) => match[1]);
  if (hidden) {
    const code = hidden[1].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    return _("It holds U+%(code)s, which cannot be seen. Remove it.", { code });
  }
  const words = shape.type === "boolean" ? ["true", "false"] : shape.enum;
  if (words && !words.includes(text)) return _("Choose one of %(values)s.", { values: words.join(", ") });
  if (shape.maxLength && [...text].length > shape.maxLength) {
    const values = { most: number(shape.maxLength), number: number([...text].length) };
    return _("Keep to %(most)s characters; these are %(number)s.", values);
  }
  if (shape.pattern && !new RegExp(shape.pattern, "u").test(text)) {
    const message = shape.patternErrorMessage;
    const wanted = `${message[0].toUpperCase()}${message.slice(1)}`;
    if (!isProse(shape)) return `${wanted}.`;
    return _("%(wanted)s; this has %(number)s.", { wanted, number: [...clean(shape, text)].length });
  }
  if (isAddress(schema, shape) && !isSeenAlike(shape, text)) return _("Everybody must be able to open it.");
  if (name === "isbn" && !isIsbn(text)) return _("Its digits and check digit do not fit.");
  if (/^\d{4}-\d\d-\d\d$/.test(text) && shape.examples?.includes(2017) && !isDay(text)) {
    return _("There is no such day in the calendar.");
  }
  return undefined;
}

/** Whether a field is an address: one of the site's own has the form of every entry's. */
function isAddress(schema, shape) {
  return Boolean(shape?.pattern) && shape.pattern === schema.properties.url.pattern;
}

/** Whether an address holds as browsers read it too, which take ①②⑦.⓪.⓪.① for 127.0.0.1. */
function isSeenAlike(shape, text) {
  if (typeof URL !== "function") return true;
  try {
    return new RegExp(shape.pattern, "u").test(new URL(text).href);
  } catch {
    return false;
  }
}

function isIsbn(text) {
  const digits = [...text.replace(/[ \u00a0\u2010-\u2015-]/g, "")].map((digit) =>
    /x/i.test(digit) ? 10 : Number(digit),
  );
  return digits.length === 13
    ? digits.reduce((sum, digit, index) => sum + digit * (index % 2 ? 3 : 1), 0) % 10 === 0
    : digits.reduce((sum, digit, index) => sum + digit * (10 - index), 0) % 11 === 0;
}

function isDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month !== 2 || day <= (leap ? 29 : 28);
}

/** The YAML of an entry, after a first line if there is one. */
export function write(schema, fields, head = "") {
  const lines = head ? [head] : [];
  for (const [name, shape] of Object.entries(schema.properties)) {
    const value = fields[name];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      const short = `[${value.map((item) => scalar(item, true)).join(", ")}]`;
      if (fits(name, short)) lines.push(`${name}: ${short}`);
      else lines.push(`${name}:`, ...value.map((item) => `  - ${scalar(item)}`));
    } else if (!isProse(shape) || fits(name, scalar(value))) {
      lines.push(`${name}: ${scalar(value)}`);
    } else {
      lines.push(`${name}: >`, ...wrapped(value, WIDTH - 2).map((line) => `  ${line}`));
    }
  }
  return lines.join("\n") + "\n";
}

function scalar(text, inList = false) {
  if (PLAIN.test(text) && (!inList || PLAIN_IN_LIST.test(text))) return text;
  if (!UNPRINTABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (character) => `\\u${character.codePointAt(0).toString(16).padStart(4, "0")}`,
  );
}

function fits(name, written) {
  return name.length + 2 + [...written].length <= WIDTH;
}

function wrapped(text, width) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && [...last].length + 1 + [...word].length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function parts(url) {
  const match = ADDRESS.exec(url);
  if (!match) return undefined;
  const host = hostOf(url, match[1]).replace(/^www\./, "").replace(/:(?:80|443)$/, "");
  const query = (match[3] ?? "").split("&").filter(Boolean);
  const path = match[2];
  return { host, path, segments: path.split("/").filter(Boolean), query, fragment: match[4] ?? "" };
}

/** The host that a browser asks for: a name in its own letters and encoded are one. */
function hostOf(url, written) {
  try {
    return new URL(url).host;
  } catch {
    return written.toLowerCase();
  }
}

function parameter(at, name) {
  return at.query.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

function onYouTube(url) {
  const at = parts(url);
  const host = /^(?:youtu\.be|(?:m\.|music\.|gaming\.)?youtube\.com|youtube-nocookie\.com|youtubekids\.com)$/;
  return at && host.test(at.host) ? at : undefined;
}

function videoOf(url) {
  const at = onYouTube(url);
  if (!at) return undefined;
  const [first = "", second] = at.segments;
  let id = "";
  if (at.host === "youtu.be") id = first;
  else if (["embed", "shorts", "live", "v", "vi", "e", "watch"].includes(first) && second) id = second;
  else if (["", "watch", "watch_popup"].includes(at.segments.join("/"))) id = parameter(at, "v");
  return VIDEO.test(id) && !["videoseries", "live_stream"].includes(id) ? id : undefined;
}

function playlistOf(url) {
  const at = onYouTube(url);
  const pages = ["playlist", "embed", "embed/videoseries", "watch"];
  if (!at || videoOf(url) || !pages.includes(at.segments.join("/"))) return undefined;
  const id = parameter(at, "list");
  return /^[A-Za-z0-9_-]{12,64}$/.test(id) ? id : undefined;
}

/** The arXiv id, without its version, of the paper at an address. */
export function paperOf(url) {
  const work = workOf(url);
  if (work) return paperOfWork(work);
  const at = parts(url);
  const host = at?.host.replace(/^export\./, "") ?? "";
  if (!/^(?:(?:.+\.)?arxiv\.org|xxx\.lanl\.gov|ar5iv\.org|alphaxiv\.org|arxiv-vanity\.com|huggingface\.co)$/.test(host)) {
    return undefined;
  }
  const match =
    /^\/(?:abs|pdf|html|format|ps|e-print|src|overview|papers?)\/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?\/?$/.exec(decoded(at.path));
  return match?.[1];
}

function paperOfWork(work) {
  const match = /^10\.48550\/arxiv\.(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?$/.exec(work);
  return match ? nameOfPaper(match[1]) : undefined;
}

/** An arXiv id without its version, and without the subject in an old one. */
function nameOfPaper(arxiv) {
  return arxiv.replace(/v\d+$/, "").replace(/^([^/]*?)\..*\//, "$1/");
}

/** The DOI that an address resolves. */
export function workOf(url) {
  const at = parts(url);
  if (!at || !["doi.org", "dx.doi.org", "hdl.handle.net"].includes(at.host)) return undefined;
  const match = /^\/+(10\.\d{4,9}(?:\.\d+)*\/\S+)$/u.exec(decoded(at.path));
  return match?.[1].toLowerCase();
}

function nameOfWork(work) {
  const paper = paperOfWork(work.toLowerCase());
  return paper ? `arxiv:${paper}` : `doi:${work.toLowerCase()}`;
}

/** The DOI in the address of a publisher's page. */
function publishedWork(at) {
  const match = /^\/(?:doi\/(?:[a-z]+\/)?|article\/|chapter\/)(10\.\d{4,9}\/\S+)$/u.exec(decoded(at.path));
  return match?.[1].replace(/\/+$/, "").toLowerCase();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What an address tells about the resource, the address itself in its best form. */
export function derived(url) {
  const video = videoOf(url);
  if (video) {
    return { url: `https://www.youtube.com/watch?v=${video}`, kind: "video", access: "free" };
  }
  const playlist = playlistOf(url);
  if (playlist) {
    const page = `https://www.youtube.com/playlist?list=${playlist}`;
    return { url: page, kind: "playlist", access: "free" };
  }
  const paper = paperOf(url);
  const work = workOf(url);
  const fields = { url: withoutTracking(url) };
  if (paper) {
    Object.assign(fields, { kind: "theory-paper", access: "free", arxiv: paper, ...published(paper) });
  } else if (work) Object.assign(fields, { kind: "theory-paper", doi: work });
  else if (/^https?:\/\/(?:github\.com|gitlab\.com|codeberg\.org)(?:[/?#]|$)/i.test(url)) {
    Object.assign(fields, { kind: "code", access: "free" });
  }
  return fields;
}

/** When an arXiv paper came out: its id begins with the year and the month, since 1991. */
function published(arxiv) {
  const [, year, month] = /^(?:[a-z-]+(?:\.[A-Z]{2})?\/)?(\d\d)(0[1-9]|1[0-2])/.exec(arxiv) ?? [];
  return year ? { published: `${year >= "91" ? "19" : "20"}${year}-${month}` } : {};
}

function withoutTracking(url) {
  const [bare, ...fragment] = url.split("#");
  const [address, ...query] = bare.split("?");
  const kept = query.join("?").split("&").filter((pair) => !TRACKING.test(pair.split("=")[0]));
  const rest = kept.join("&");
  return address + (rest ? `?${rest}` : "") + (fragment.length ? `#${fragment.join("#")}` : "");
}

/** The names under which the catalog may know the resource already. */
export function names(fields) {
  const found = [];
  const url = fields.url ?? "";
  const at = parts(url);
  if (videoOf(url)) found.push(`youtube:${videoOf(url)}`);
  else if (playlistOf(url)) found.push(`playlist:${playlistOf(url)}`);
  else if (paperOf(url)) found.push(`arxiv:${nameOfPaper(paperOf(url))}`);
  else if (workOf(url)) found.push(nameOfWork(workOf(url)));
  else if (at) {
    const path = at.path.replace(/(?:\/(?:index\.(?:html?|php))?)+$/, "");
    const query = at.query.filter((pair) => !TRACKING.test(pair.split("=")[0])).sort().join("&");
    const fragment = at.fragment.split(":~:")[0];
    found.push(`url:${at.host}${path}${query ? `?${query}` : ""}${fragment ? `#${fragment}` : ""}`);
    if (publishedWork(at)) found.push(nameOfWork(publishedWork(at)));
  }
  if (fields.doi) found.push(nameOfWork(fields.doi));
  if (fields.arxiv) found.push(`arxiv:${nameOfPaper(fields.arxiv)}`);
  return found;
}

/** An id that is free: the first author's last word and the year, or the title's first words. */
export function proposedId(fields, taken) {
  const surname = words(fields.authors?.[0] ?? "").slice(-1);
  const year = /^\d{4}/.exec(fields.published ?? "");
  const title = words(fields.title ?? "").slice(0, surname.length ? 2 : 4);
  const stem =
    [...surname, ...(year ? [year[0]] : title)].join("-").slice(0, 70).replace(/^-+|-+$/g, "") ||
    "entry";
  let name = stem;
  for (let number = 2; taken.has(name); number += 1) name = `${stem}-${number}`;
  return name;
}

function words(text) {
  const plain = text.replaceAll("ß", "ss").normalize("NFKD").replace(/[^\x00-\x7f]/g, "");
  return plain.toLowerCase().replaceAll("'", "").match(/[a-z0-9]+/g) ?? [];
}

/** A time as a card shows it, or nothing if it is not one. */
export function shownDuration(text) {
  const clock = /^(?:(\d+):(?=\d\d:))?(\d+):(\d\d)$/.exec(text);
  const spoken = /^(?:(\d+)\s?h)?\s?(?:(\d+)\s?min)?$/.exec(text);
  const iso = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(text);
  const [, hours, minutes, seconds] = clock ?? iso ?? spoken ?? [];
  const total = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  if (!total) return "";
  if (total < 60) return unbroken(_("%(seconds)s s", { seconds: total }));
  // Half a minute goes to the even one, as on the site.
  const whole = Math.floor(total / 60);
  const rounded = total % 60 === 30 ? whole + (whole % 2) : Math.round(total / 60);
  const parts = { hours: number(Math.floor(rounded / 60)), minutes: rounded % 60 };
  if (rounded % 60 === 0) return unbroken(_("%(hours)s h", parts));
  return unbroken(rounded < 60 ? _("%(minutes)s min", parts) : _("%(hours)s h %(minutes)s min", parts));
}

function unbroken(text) {
  return text.replaceAll(" ", "\u00a0");
}
