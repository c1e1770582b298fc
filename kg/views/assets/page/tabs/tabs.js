/* The tabs: each fills its own part of the page when it is the one that shows. */

/*
 * Each tab by its name in SETTINGS.tab: `label`; `draw(stage, patch)` fills its element anew after
 * any change; `picture()` gives what it shows as an SVG element in the colours of paper, for
 * files (null where there is nothing to draw, absent where a table is all there is).
 */
const tabs = new Map();

function addTab(name, tab) {
  tabs.set(name, tab);
}

function activeTab() {
  return tabs.get(state.tab);
}

function stageOf(name) {
  return byId(`tab-${name}`);
}

function openTab(name) {
  change({ tab: name });
}

/* A tablist is one stop of the tab key; arrows move in it. */
function onTabKey(event) {
  const names = [...tabs.keys()];
  const here = names.indexOf(state.tab);
  const way = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const to = { Home: 0, End: names.length - 1 }[event.key]
    ?? (way && (here + way + names.length) % names.length);
  if (to === undefined) return;
  event.preventDefault();
  openTab(names[to]);
  byId(`to-${names[to]}`).focus();
}

function buildTabs() {
  byId("tabs").replaceChildren(...[...tabs].map(([name, { label }]) => button(
    label, () => openTab(name),
    { role: "tab", id: `to-${name}`, "aria-controls": `tab-${name}` },
  )));
  byId("tabs").addEventListener("keydown", onTabKey);
  for (const name of tabs.keys()) {
    if (stageOf(name)) continue;
    byId("stages").append(element("section", {
      id: `tab-${name}`, class: "stage", role: "tabpanel", "aria-labelledby": `to-${name}`,
      tabindex: "0", hidden: true,
    }));
  }
}

function showTab(patch) {
  for (const name of tabs.keys()) {
    const active = name === state.tab;
    const handle = byId(`to-${name}`);
    handle.setAttribute("aria-selected", String(active));
    handle.tabIndex = active ? 0 : -1;
    stageOf(name).hidden = !active;
  }
  document.documentElement.dataset.tab = state.tab;
  activeTab().draw(stageOf(state.tab), patch);
}

/* A row of choices for one setting of a tab, as a labelled select. */
function settingSelect(name, label, words) {
  return element(
    "label", { class: "setting" }, `${label} `,
    element(
      "select", { name, onchange: (event) => change({ [name]: event.currentTarget.value }) },
      (Array.isArray(words) ? words : Object.entries(words)).map(([value, text]) => element(
        "option", { value, selected: state[name] === value }, text,
      )),
    ),
  );
}
