/* The same positions as a table: the text alternative to the pictures. */

const TABLE_ROWS = 400;
let tableMost = TABLE_ROWS;
let tableDrawn = [];

function isSelectedPosition({ pair, said }) {
  return isSelected() && isSelectedPair(pair)
    && (!state.event || said.some((stance) => stance.reacts_to === `event/${state.event}`));
}

function tableRow(position) {
  const { actor: head, ...others } = TABLE_COLUMNS;
  const row = element(
    "tr", {}, element("th", { scope: "row", "data-column": "actor" }, head.of(position)),
    Object.entries(others).map(([name, { of }]) => element(
      "td", { "data-column": name }, ...[of(position)].flat(2),
    )),
  );
  tableDrawn.push([row, position]);
  return row;
}

function tableHeading([name, { label, by }]) {
  return element("th", { scope: "col", "data-column": name }, by ? button(label, () => sortBy(name)) : label);
}

/* The head stays, or a keyboard would lose its place in it. */
function buildTable(stage) {
  stage.append(
    element("div", { class: "tab-tools" },
      element("label", { class: "setting" }, element("input", {
        type: "checkbox", name: "only",
        onchange: (event) => change({ only: event.currentTarget.checked ? "yes" : "no" }),
      }), element("span", { dir: "auto" }))),
    element("table", {}, element("caption"), element("thead", {}, element("tr", {}, Object.entries(
      TABLE_COLUMNS,
    ).map(tableHeading))), element("tbody")),
    button("", () => {
      tableMost += TABLE_ROWS;
      change({});
    }, { class: "small more" }),
  );
}

function showTableTools(tools, selected) {
  const [only] = tools.children;
  tools.hidden = !isSelected();
  only.firstChild.checked = state.only === "yes";
  only.lastChild.textContent = ` only ${shortened(selectionWords(), 60)} (${selected})`;
}

function showTableOrder(table) {
  const { name, down } = tableOrder();
  for (const heading of table.tHead.rows[0].cells) {
    if (heading.dataset.column === name) heading.ariaSort = down ? "descending" : "ascending";
    else heading.removeAttribute("aria-sort");
  }
}

function markTable() {
  for (const [row, position] of tableDrawn) row.classList.toggle("chosen", isSelectedPosition(position));
}

function drawTable(stage, patch = {}) {
  if (!stage.firstChild) buildTable(stage);
  const [tools, table, more] = stage.children;
  const all = [...shown.values()];
  const selected = all.filter(isSelectedPosition);
  const only = state.only === "yes" && isSelected();
  showTableTools(tools, selected.length);
  const names = Object.keys(patch);
  const same = names.length && names.every((name) => name in NOTHING) && tableDrawn.length;
  if (same && state.only === "no") {
    markTable();
    return;
  }
  const rows = sortedPositions(only ? selected : all);
  tableDrawn = [];
  table.caption.textContent = `Latest position of each actor on each proposition, ${dayWords()}, with `
    + "the words of the latest stance";
  showTableOrder(table);
  table.tBodies[0].replaceChildren(...rows.slice(0, tableMost).map(tableRow));
  if (!rows.length) table.tBodies[0].append(emptyTable());
  const left = Math.max(rows.length - tableMost, 0);
  more.hidden = !left;
  more.textContent = moreWords(Math.min(left, TABLE_ROWS), rows.length);
  markTable();
}

function emptyTable() {
  return element("tr", {}, element(
    "td", { colspan: String(Object.keys(TABLE_COLUMNS).length) },
    stances.length ? "No position is here. " : "This graph holds no stances: there is nothing to show.",
    stances.length ? button("Reset", reset, { class: "small" }) : null,
  ));
}

addTab("table", { label: "Table", draw: drawTable });
