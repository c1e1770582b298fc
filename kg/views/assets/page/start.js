/* Puts the parts together, and keeps them so. */

/* As narrow.css: one column, in which the panel comes below the picture. */
function isNarrow() {
  return matchMedia("(max-width: 720px), (max-height: 480px)").matches;
}

function wantsLessMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/* What a link or click asked for: the one stance, or the panel from its top. */
function showSelected() {
  (document.querySelector(".stance + .stance.chosen") || byId("panel")).scrollIntoView();
}

function show(patch = {}) {
  closeNote();
  showEmbedding(patch);
  showFilters();
  showDay();
  const reading = byId("panel").contains(document.activeElement);
  showPanel(patch);
  if (reading) byId("panel").focus();
  showTab(patch);
  if (Object.keys(NOTHING).some((name) => name in patch)) {
    if (isNarrow() && isSelected() && !isEmbedded()) showSelected();
    announce(byId("panel").querySelector("h2").textContent);
  }
}

function showTheme() {
  readLook();
  show();
}

function toggleTheme() {
  const root = document.documentElement;
  const dark = getComputedStyle(root).colorScheme === "dark"
    || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "light" : "dark";
  showTheme();
}

/* A link to it would stand where the address keeps the state. */
function skipToPicture() {
  (state.tab === "network" ? byId("canvas") : stageOf(state.tab)).focus();
}

function start() {
  Object.assign(state, fromHash(location.hash));
  survey();
  buildTabs();
  buildFilters();
  buildDays();
  startDrawing();
  startSearch();
  startHelp();
  startKeyboard();
  startDrawer();
  startExports();
  startPrint();
  listeners.push(show);
  byId("copy-link").addEventListener("click", (event) => copyLink(linkHere(), event.currentTarget));
  byId("skip").addEventListener("click", skipToPicture);
  byId("theme").addEventListener("click", toggleTheme);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", showTheme);
  show();
  if (state.stance) showSelected();
  document.documentElement.classList.add("ready");
}

start();
