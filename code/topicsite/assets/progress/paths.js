/** All paths of the site with their steps, as the build wrote them; loaded when they are needed. */
const ROOT = new URL("../../../", import.meta.url);
let loading;

/** The paths by key, such as `sorting/first`; none if they cannot be had. */
export function paths() {
  loading ??= fetch(new URL("../paths.json", import.meta.url))
    .then((answer) => answer.json())
    .then(({ paths }) => new Map(paths.map((path) => [path.key, path])))
    .catch(() => new Map());
  return loading;
}

/** The address of a page, from one below the site's root. */
export const address = (below) => new URL(below, ROOT).href;
