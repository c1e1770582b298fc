/* Puts the parts together, and keeps them so. */

function focusOnSelection() {
  if (bright) fit(bright);
}

function isNarrow() {
  return matchMedia("(max-width: 720px)").matches;
}

/* There the whole graph is too small to read, and a tap would seem to do nothing. */
function showNarrowSelection() {
  fit(bright || visibleNodes);
  if (state.actor || state.proposition) byId("panel").scrollIntoView();
}

function show(patch = {}) {
  showFilters();
  showDay();
  const reading = byId("panel").contains(document.activeElement);
  showPanel();
  if (reading) byId("panel").focus();
  showTable();
  redraw();
  if ("split" in patch || ("view" in patch && state.view === "network")) fit();
  if ("actor" in patch || "proposition" in patch) {
    byId("panel").scrollTop = 0;
    if (isNarrow()) showNarrowSelection();
    announce(byId("panel").querySelector("h2").textContent);
  }
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = getComputedStyle(root).colorScheme === "dark"
    || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "light" : "dark";
  readLook();
  redraw();
}

function start() {
  Object.assign(state, fromHash(location.hash));
  shown = passing();
  buildFilters();
  buildDays();
  startDrawing();
  startSearch();
  startKeyboard();
  startPrint();
  listeners.push(show);
  byId("as-table").addEventListener("click", () => {
    change({ view: state.view === "table" ? "network" : "table" });
  });
  byId("copy-link").addEventListener("click", (event) => {
    copy(`${location.href.split("#")[0]}#${hash()}`, event.currentTarget);
  });
  byId("theme").addEventListener("click", toggleTheme);
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
  byId("zoom-fit").addEventListener("click", () => fit());
  byId("show-filters").addEventListener("click", (event) => {
    const open = document.documentElement.classList.toggle("filters-open");
    event.currentTarget.setAttribute("aria-expanded", String(open));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    readLook();
    redraw();
  });
  new ResizeObserver(() => fit((isNarrow() && bright) || visibleNodes)).observe(canvas);
  show();
  document.documentElement.classList.add("ready");
}

start();
