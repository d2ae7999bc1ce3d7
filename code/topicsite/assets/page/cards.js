/**
 * Opens what an address leads to: a card, the cards that are folded away with it, a path's steps.
 *
 * Browsers open `details` around what an address names, and some of them not yet; a card's name is
 * that of its title, which stands outside of what is folded.
 */
function named(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1); // `#%` names nothing, and is no reason to stop
  }
}

function reveal() {
  const found = document.getElementById(named(location.hash));
  if (!found) return;
  const folded = [...(found.closest(".ts-card, .ts-path")?.querySelectorAll(".ts-fold, .ts-stages") ?? [])];
  for (let around = found.closest("details"); around; around = around.parentElement.closest("details")) folded.push(around);
  if (folded.every(({ open }) => open)) return;
  for (const each of folded) each.open = true;
  found.scrollIntoView();
}

addEventListener("hashchange", reveal);
// A second click on the same link changes no address.
document.addEventListener("click", ({ target }) => target.closest?.("a[href*='#']")?.hash === location.hash && setTimeout(reveal));
reveal();

customElements.define("topicsite-cards", class extends HTMLElement {});
