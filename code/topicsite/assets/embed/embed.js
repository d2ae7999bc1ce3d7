/** `<topicsite-embed path="topic/path">` or `card="id"`: a path or a card on a page of somebody else.
 *
 * A classic script, and its data are such scripts too: a browser loads these from another host that
 * sends no header for it (CORS), as hosts of static files do; modules and `fetch` it would refuse.
 * Both come from the site and from nowhere else, without cookies' use or the page's address. What
 * stands in the element is shown until the data are there, and for good where they do not come.
 */
(() => {
  const root = new URL("../../../", document.currentScript.src).href;
  if (window.topicsiteEmbed) {
    window.topicsiteEmbed.sites.push(root); // another site's element serves this one's data as well
    return;
  }
  const sites = [root];
  const wanted = new Map();
  const NAME = /^[a-z0-9-]+(\/[a-z0-9-]+)?$/;

  window.topicsiteEmbed = {
    sites,
    /** Called by a script of data. */
    show: (data) => wanted.get(document.currentScript.src)?.resolve(data),
  };

  function data(address) {
    if (!wanted.has(address)) {
      const known = {};
      known.promise = new Promise((resolve, reject) => Object.assign(known, { resolve, reject }));
      wanted.set(address, known);
      const script = document.createElement("script");
      script.onload = script.onerror = () => {
        known.reject(new Error(address));
        script.remove();
      };
      script.referrerPolicy = "no-referrer";
      script.src = address;
      document.head.append(script);
    }
    return wanted.get(address).promise;
  }

  // `light-dark` follows what the page around says of itself, and is passed over where unknown.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; max-inline-size: 34rem; margin-block: 1rem; }
    :host([hidden]) { display: none; }
    article { padding: 0.9rem 1.1rem; border: 1px solid; border-color: #dcd7ce;
      border-color: light-dark(#dcd7ce, #3a3c41); background: #fdfcfa;
      background: light-dark(#fdfcfa, #16171a); color: #1c1b1a; color: light-dark(#1c1b1a, #e8e6e1);
      font: 1rem/1.5 Georgia, serif; text-align: start; }
    p { margin: 0; }
    a { color: #1a5fb4; color: light-dark(#1a5fb4, #7fb4f5); text-underline-offset: 0.15em; }
    a:focus-visible { outline: 2px solid; outline-offset: 2px; }
    .title { font-size: 1.15rem; font-weight: 600; line-height: 1.3; }
    .facts, .more { color: #5d5a55; color: light-dark(#5d5a55, #a6a29a); font-size: 0.85rem; }
    ol { margin: 0.8rem 0; padding: 0; list-style: none; }
    li { padding-block: 0.3rem; padding-inline-start: 0.9rem; border-inline-start: 2px solid #1a5fb4;
      border-color: light-dark(#1a5fb4, #7fb4f5); }
    .text { margin-block: 0.5rem; }`);

  function element(name, kind, text) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  function link(text, address, site) {
    const made = element("a", "", text);
    const there = new URL(address, site);
    // Data that were changed on their way are no reason to run what they say.
    if (/^https?:$/.test(there.protocol)) made.href = there.href;
    made.rel = "noopener";
    return made;
  }

  function item(one, site, kind) {
    const title = element("p", kind);
    title.append(link(one.title, one.address, site));
    const parts = [title];
    if (one.facts) parts.push(element("p", "facts", one.facts));
    if (one.text) parts.push(element("p", "text", one.text));
    return parts;
  }

  function drawn(what, site) {
    const article = element("article");
    article.lang = what.lang;
    article.dir = what.dir;
    article.append(...item(what, site, "title"));
    if (what.items.length) {
      const list = element("ol");
      list.role = "list"; // which WebKit takes from lists without numbers
      for (const one of what.items) {
        const step = element("li");
        step.append(...item(one, site, ""));
        list.append(step);
      }
      article.append(list);
    }
    const more = element("p", "more");
    more.append(link(what.more, what.address, site));
    article.append(more);
    return article;
  }

  customElements.define(
    "topicsite-embed",
    class extends HTMLElement {
      static observedAttributes = ["path", "card"];

      attributeChangedCallback() {
        if (this.isConnected) this.connectedCallback();
      }

      async connectedCallback() {
        const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
        shadow.adoptedStyleSheets = [sheet];
        shadow.replaceChildren(element("slot"));
        const kind = this.hasAttribute("path") ? "path" : "card";
        const name = this.getAttribute(kind) ?? "";
        if (!NAME.test(name)) return;
        const given = this.querySelector("a")?.href ?? "";
        const site = sites.find((one) => given.startsWith(one)) ?? sites[0];
        try {
          const what = await data(`${site}embed/${kind}/${name}.js`);
          if (this.getAttribute(kind) === name) shadow.replaceChildren(drawn(what, site));
        } catch {
          // The link that stands in the element says where it is.
        }
      }
    },
  );
})();
