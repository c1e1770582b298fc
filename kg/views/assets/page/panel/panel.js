/* The side panel: what is selected, in full; or, with nothing selected, where to begin. */

/*
 * Each kind of selection by `find()`, which gives what is selected of it or null, and
 * `contents(found)`, its elements with one h2. The first that finds something is shown.
 */
const panels = [];

function addPanel(find, contents) {
  panels.push({ find, contents });
}

function panelContents() {
  for (const { find, contents } of panels) {
    const found = find();
    if (found) return contents(found);
  }
  return landing();
}

/* A new selection is read from its top, or from the stance that a link names. */
function showPanel(patch = {}) {
  const panel = byId("panel");
  panel.replaceChildren(...panelContents().flat(2).filter(Boolean));
  if (!Object.keys(NOTHING).some((name) => name in patch)) return;
  panel.scrollTop = 0;
  panel.querySelector(".stance + .stance.chosen")?.scrollIntoView();
}
