/* What can be taken from the page: pictures, data, a query, a link. */

function openSparql() {
  const scope = chosenScope();
  let text = "";
  try {
    text = sparqlText(scope);
  } catch (error) {
    if (!(error instanceof NotExpressible)) throw error;
    openDialog("No query", element("p", {}, `What is shown cannot be asked for: ${error.message}.`));
    return;
  }
  openText(
    "SPARQL", "Asked of the published graph, this gives the stances shown.", text,
    button("Save as .rq", () => saveText("rq", "application/sparql-query", text, scopeName(scope))),
  );
}

function saveData(ending, type, text) {
  const scope = chosenScope();
  saveText(ending, type, text(scope), scopeName(scope));
}

/* Each way out: what it is called, what it gives, what it does; pictures need a tab with one. */
const EXPORTS = {
  Picture: [
    ["PNG", "for slides and posts", savePng, { picture: true }],
    ["SVG", "for print, sharp at any size", saveSvg, { picture: true }],
    ["Print", "picture and evidence", () => window.print()],
  ],
  Data: [
    ["CSV", "a row for each stance", () => saveData("csv", "text/csv", csvText)],
    ["JSON", "with all evidence", () => saveData("json", "application/json", jsonText)],
    ["SPARQL", "the query behind it", openSparql],
  ],
  Share: [
    ["Copy link", "to exactly this view", (from) => copyLink(linkHere(), from), { stays: true }],
    ["Embed code", "for your own page", openEmbedText],
  ],
};

function exportMenu() {
  return byId("export-list");
}

function closeExports({ refocus = true } = {}) {
  if (exportMenu().hidden) return;
  exportMenu().hidden = true;
  byId("export-open").setAttribute("aria-expanded", "false");
  if (refocus) byId("export-open").focus();
}

function exportItem([label, about, action, { picture, stays } = {}], canBeDrawn) {
  const none = picture && !canBeDrawn;
  const name = element("span", { class: "export-name" }, label);
  return element("li", {}, element(
    "button", {
      type: "button", disabled: none,
      onclick: async () => {
        if (!stays) closeExports();
        await action(name);
      },
    },
    name, element("span", { class: "aside" }, none ? "no picture here: take CSV" : about),
  ));
}

function openExports() {
  const canBeDrawn = Boolean(shown.size && activeTab().picture?.());
  exportMenu().replaceChildren(
    ...Object.entries(EXPORTS).map(([title, items]) => element(
      "section", {}, element("h3", {}, title), title === "Data" ? scopeChoice() : null,
      element("ul", {}, items.map((item) => exportItem(item, canBeDrawn))),
    )),
  );
  exportMenu().hidden = false;
  byId("export-open").setAttribute("aria-expanded", "true");
  exportMenu().querySelector("button:enabled").focus();
}

function onExportKey(event) {
  const items = [...exportMenu().querySelectorAll("button:enabled, input")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && !exportMenu().hidden) closeExports();
  else if (step && !exportMenu().hidden) {
    const here = items.indexOf(document.activeElement);
    items[(here + step + items.length) % items.length].focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function startExports() {
  byId("export").replaceChildren(
    button("Export", () => (exportMenu().hidden ? openExports() : closeExports()), {
      id: "export-open", "aria-expanded": "false", "aria-controls": "export-list",
    }),
    element("div", { id: "export-list", hidden: true }),
  );
  byId("export").addEventListener("keydown", onExportKey);
  document.addEventListener("pointerdown", ({ target }) => {
    if (!byId("export").contains(target)) closeExports({ refocus: false });
  });
  byId("export").addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !byId("export").contains(relatedTarget)) closeExports({ refocus: false });
  });
}
