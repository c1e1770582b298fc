/* Where there is no room for the filters beside the picture, they come over it. */

function openFilters(open) {
  document.documentElement.classList.toggle("filters-open", open);
  byId("show-filters").setAttribute("aria-expanded", String(open));
  if (open) byId("search").focus();
}

function closeFilters() {
  const within = byId("filters").contains(document.activeElement);
  openFilters(false);
  if (within) byId("show-filters").focus();
}

function startDrawer() {
  const isOpen = () => document.documentElement.classList.contains("filters-open");
  byId("show-filters").addEventListener("click", () => openFilters(!isOpen()));
  byId("close-filters").addEventListener("click", closeFilters);
  byId("filters").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    closeFilters();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (isOpen() && !byId("filters").contains(target) && !byId("show-filters").contains(target)) {
      openFilters(false);
    }
  });
}
