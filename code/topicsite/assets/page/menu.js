/** The opened tab of sections closes as menus do: by Escape, by a click elsewhere, and when the focus leaves. */
for (const menu of document.querySelectorAll(".ts-menu")) {
  const leave = (target) => {
    if (target && !menu.contains(target)) menu.open = false;
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => leave(relatedTarget));
  document.addEventListener("click", ({ target }) => leave(target));
}
