/**
 * The way into the search: a link to the site's lists, which becomes a button where scripts run.
 *
 * All else is loaded when somebody searches, by a click or by one of the keys `/`, `f`, `s` and
 * Ctrl+K. `data-index` says where the index is, `data-offline` which worker keeps it.
 */
class TopicsiteSearch extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    this.link.setAttribute("role", "button");
    this.link.setAttribute("aria-haspopup", "dialog");
    this.link.setAttribute("aria-keyshortcuts", "/");
    this.index = new URL(this.dataset.index, document.baseURI).href;
    this.offline = this.dataset.offline && new URL(this.dataset.offline, document.baseURI).href;
    this.leave = new AbortController();
    const { signal } = this.leave;
    this.link.addEventListener("click", (event) => this.clicked(event), { signal });
    this.link.addEventListener("keydown", (event) => event.key === " " && this.clicked(event), { signal });
    document.addEventListener("keydown", (event) => this.pressed(event), { signal });
  }

  disconnectedCallback() {
    this.leave.abort();
  }

  clicked(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.open();
  }

  pressed(event) {
    const called = event.metaKey || event.ctrlKey ? event.key === "k" : ["/", "f", "s"].includes(event.key);
    const writes = event.target.closest?.("input, textarea, select, [contenteditable], dialog");
    if (!called || event.altKey || event.defaultPrevented || writes) return;
    event.preventDefault();
    this.open();
  }

  async open() {
    try {
      this.dialog ??= import("./dialog.js").then(({ SearchDialog }) => new SearchDialog(this.index, this.offline));
      await (await this.dialog).open();
    } catch {
      // Without a network, and never used before: the lists are as good a way as any.
      this.dialog = undefined;
      location.assign(this.link.href);
    }
  }
}

customElements.define("topicsite-search", TopicsiteSearch);
