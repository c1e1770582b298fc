/* The matrix tab: who stands where on everything, as a table of marks. */

const MATRIX_CELLS = 9000;
const MATRIX_ROWS = 200;
let matrixPages = 1;

function matrixTools() {
  const known = (level) => state.rows === level || [...groups].some((one) => one.startsWith(`${level}/`));
  return [
    settingSelect("rows", "Rows", {
      actor: "actors", country: "countries", ...(known("family") ? { family: "party families" } : {}),
    }),
    settingSelect("order", "in order", {
      activity: "of activity", country: "of country", agreement: "of agreement",
    }),
    element("span"),
  ];
}

/* Built once, for a select that is made anew loses the keyboard. */
function showMatrixTools(tools) {
  if (!tools.firstChild) tools.append(...matrixTools());
  for (const choice of tools.querySelectorAll("select")) choice.value = state[choice.name];
  tools.querySelector("[name=order] option[value=country]")
    .textContent = state.rows === "actor" ? "of country" : "of name";
  tools.lastChild.replaceWith(matrixLegend());
}

/* Those that the tab shows at once, and the selected one wherever it stands. */
function rowsToDraw(rows, columns) {
  const most = matrixPages * Math.max(Math.min(MATRIX_ROWS, Math.floor(MATRIX_CELLS / columns)), 30);
  return rows.filter(({ key }, at) => at < most || key === state.actor || key === state.group);
}

function matrixHead(shownThemes, rows) {
  return element(
    "thead", {},
    element("tr", { class: "themes" }, element("td"), shownThemes.map(({ label, ids }) => element(
      "th", { scope: "colgroup", colspan: String(ids.length), dir: "auto" }, element("span", {}, label),
    ))),
    element(
      "tr", {}, element("th", { scope: "col" }, counted(rows.length, rowWords().one, rowWords().many)),
      shownThemes.flatMap(({ ids }) => ids.map(columnHead)),
    ),
  );
}

function matrixBody(rows, ids) {
  const blank = element("tr", {}, ids.map(() => element("td")));
  let country;
  return element("tbody", {}, rows.map((row) => {
    const line = blank.cloneNode(true);
    ids.forEach((id, at) => {
      const held = row.cells.get(id);
      if (held) line.children[at].append(matrixCell(row, id, held));
    });
    line.prepend(rowHead(row));
    const next = row.actor.country;
    if (state.rows === "actor" && state.order === "country" && next !== country) line.className = "begins";
    country = next;
    return line;
  }));
}

function matrixTable(shownThemes, rows, drawn) {
  const ids = shownThemes.flatMap((theme) => theme.ids);
  const table = element(
    "table", {
      class: "matrix", "aria-label": "Positions. Arrows go to the next mark, Enter opens it.",
      onkeydown: onMatrixKey, onclick: openMatrix, onfocusin: onMatrixPoint,
      onmouseover: onMatrixPoint, onmouseleave: hideMatrixTip, onfocusout: hideMatrixTip,
    },
    element("colgroup", {}, element("col")),
    shownThemes.map(({ ids }) => element("colgroup", {}, ids.map((id) => element("col", { "data-column": id })))),
    matrixHead(shownThemes, rows), matrixBody(drawn, ids),
  );
  return table;
}

/* The room that the words need: for the longest word of a theme, and for names up to a limit. */
function sizeMatrix(table, box, shownThemes, drawn) {
  const size = parseFloat(getComputedStyle(table).fontSize);
  const widest = (texts, share, weight) => Math.max(...texts.map((text) => textWidth(text, size * share, weight)));
  let least = 0;
  for (const { label, ids } of shownThemes) {
    const need = Math.min((widest(label.split(/\s+/), 0.9, 600) + 8) / ids.length, 96);
    for (const id of ids) {
      const column = table.querySelector(`col[data-column="${CSS.escape(id)}"]`);
      const width = Math.max(need, isNarrow() ? 26 : 20);
      if (need > 30) column.style.width = `${width}px`;
      least += width;
    }
  }
  const shorts = shownThemes.flatMap(({ ids }) => ids.map((id) => propositions.get(id).short));
  const names = widest(drawn.map(({ name }) => name), 1) + 3.6 * size;
  const room = Math.max(box.clientWidth - least - 12, isNarrow() ? 10.5 * size : 13.2 * size);
  for (const [name, value] of Object.entries({
    "--names": `${Math.ceil(Math.min(names, room, 20 * size))}px`, "--least": `${Math.ceil(least)}px`,
    "--columns": shorts.length, "--head": `${Math.ceil(Math.min(widest(shorts, 1) + 14, 15 * size))}px`,
  })) box.style.setProperty(name, value);
}

function moreRows(rows, drawn) {
  const left = rows.length - drawn.length;
  return left ? button(`Show more: ${counted(left, "row")} left`, () => {
    matrixPages += 1;
    change({});
  }, { class: "small matrix-more" }) : null;
}

function emptyMatrix() {
  return [
    element("p", {}, stances.length
      ? `No ${rowWords().one} has a position here ${dayWords()}. `
      : "This graph holds no stances: there is nothing to show.", stances.length
      ? button("Reset", reset, { class: "small" }) : null),
  ];
}

/* Those who have positions, but belong to no country or family. */
function withoutRow() {
  if (state.rows === "actor") return null;
  const left = new Set([...shown.values()].map(({ pair }) => pair.actor).filter((one) => rowKey(one) === null));
  return left.size
    ? element("p", { class: "aside" }, `Not counted: ${counted(left.size, "actor")} without a ${rowWords().one}.`)
    : null;
}

function drawMatrix(stage, patch = {}) {
  if (!stage.firstChild) {
    stage.append(element("div", { class: "tab-tools" }), element("div", { class: "matrix-box" }),
      element("div", { class: "matrix-tip", "aria-hidden": "true", hidden: true }));
  }
  const [tools, box] = stage.children;
  const names = Object.keys(patch);
  const table = box.querySelector("table");
  if (table && names.length && names.every((name) => name in NOTHING)) {
    markMatrix(table);
    const chosen = box.querySelector("tr.chosen");
    if (chosen && !box.contains(document.activeElement)) showChosenRow(box);
    // Whoever is selected beyond the last row gets one.
    if (chosen || !(state.actor || state.group)) return;
  }
  if (patch.rows) matrixPages = 1;
  showMatrixTools(tools);
  const [focused, rows, shownThemes] = [box.contains(document.activeElement), matrixRows(), matrixThemes()];
  hideMatrixTip();
  if (!rows.length) {
    box.replaceChildren(...emptyMatrix(), ...[withoutRow()].filter(Boolean));
    return;
  }
  const drawn = rowsToDraw(rows, shownThemes.flatMap(({ ids }) => ids).length);
  const made = matrixTable(shownThemes, rows, drawn);
  box.replaceChildren(...[made, moreRows(rows, drawn), withoutRow()].filter(Boolean));
  sizeMatrix(made, box, shownThemes, drawn);
  markMatrix(made);
  placeStop(made, focused);
  if (!focused) showChosenRow(box);
}

let matrixWidth = innerWidth;
window.addEventListener("resize", () => {
  if (state.tab === "matrix" && innerWidth !== matrixWidth) drawMatrix(stageOf("matrix"));
  matrixWidth = innerWidth;
});

addTab("matrix", {
  label: "Matrix",
  draw: drawMatrix,
  picture: matrixPicture,
  caption: () => {
    const { many } = rowWords();
    return `${many[0].toUpperCase()}${many.slice(1)} and propositions`;
  },
});
