/** All paths of the site with their steps, as the build wrote them; loaded when they are needed. */
import { PLAN } from "./following.js";

const ROOT = new URL("../../../", import.meta.url);
let loading;
let loadingGraph;

/** The paths by key, such as `sorting/first`; none if they cannot be had. */
export function paths() {
  loading ??= fetch(new URL("../paths.json", import.meta.url))
    .then((answer) => answer.json())
    .then(({ paths }) => new Map(paths.map((path) => [path.key, path])))
    .catch(() => new Map());
  return loading;
}

/** Everything that a plan can be made of; throws if it cannot be had. */
export function graph() {
  loadingGraph ??= fetch(new URL("../plan.json", import.meta.url)).then((answer) => {
    if (!answer.ok) throw new Error(`plan.json: ${answer.status}`);
    return answer.json();
  });
  loadingGraph.catch(() => (loadingGraph = undefined));
  return loadingGraph;
}

/** The path that a record is on; that of its plan has the title that is given. */
export async function current(document, title) {
  if (document.path?.path !== PLAN || !document.plan) return (await paths()).get(document.path?.path);
  const { items, page } = await graph().catch(() => ({ items: [], page: "" }));
  const known = new Map(items.flatMap((item) => item.names.map((name) => [name, item])));
  const steps = [...new Set(document.plan.steps.map((name) => known.get(name)))].filter(Boolean);
  // A record may come from a file: its address is what was chosen on the page, and leads nowhere else.
  const chosen = document.plan.address.startsWith("?") ? document.plan.address : "";
  return { key: PLAN, title, address: page + chosen, steps };
}

/** The address of a page, from one below the site's root. */
export const address = (below) => new URL(below, ROOT).href;
