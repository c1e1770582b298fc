/* The table of agreements: every unit with every other, walked by arrows like a sheet. */

/* A smaller cell has no room for the number of propositions as well. */
const ROOMY_CELL = 30;

/* Not a table element: browsers lay a whole table out anew when one number in it changes. */
function agreementGrid({ units }) {
  const head = (unit, role) => element(
    "span", { role, tabindex: "-1", "data-unit": unit, title: groupName(unit) },
    element("span", { dir: "auto" }, groupName(unit)),
  );
  const grid = element(
    "div", {
      role: "grid", class: "agreements",
      "aria-label": "Agreement of every two, in percent. Arrows move, Enter opens.",
      onkeydown: onAgreementKey, onclick: openAgreement, onfocusin: tellAgreement,
      onmouseover: tellAgreement,
    },
    element(
      "div", { role: "row" }, element("span", { role: "gridcell", "aria-label": "Units" }),
      units.map((unit) => head(unit, "columnheader")),
    ),
    units.map((unit) => element(
      "div", { role: "row" }, head(unit, "rowheader"),
      units.map((peer) => element(
        "span", { role: "gridcell", tabindex: "-1", "data-unit": unit, "data-peer": peer },
      )),
    )),
  );
  grid.style.setProperty("--units", units.length);
  for (const [number, step] of AGREEMENT_STEPS.entries()) {
    grid.style.setProperty(`--step-${number}`, stepFill(step, PAGE_LOOK));
  }
  grid.children[1]?.children[1].setAttribute("tabindex", "0");
  return grid;
}

/*
 * Cells as large as there is room for, on wide screens with the network beside them; never too
 * small to read: then the box scrolls.
 */
function sizeAgreements(grid, width) {
  const narrow = width < 600;
  const long = state.level === "family";
  const names = narrow ? 84 : long ? 190 : 98;
  const units = grid.children.length - 1;
  const beside = width > 1250 ? 480 : 0;
  const cell = Math.min(Math.max((width - names - 8 - beside) / units, narrow ? 25 : 17), 40);
  grid.style.setProperty("--names", `${names}px`);
  grid.style.setProperty("--head", long ? "150px" : "98px");
  grid.style.setProperty("--cell", `${Math.floor(cell * 10) / 10}px`);
  grid.classList.toggle("roomy", cell >= ROOMY_CELL);
}

function pairName(one, other) {
  return `${groupName(one)} and ${groupName(other)}`;
}

function fillAgreement(cell, found) {
  const told = found && found.shared >= leastShared() ? found : null;
  const own = cell.dataset.unit === cell.dataset.peer;
  const words = own
    ? groupName(cell.dataset.unit)
    : `${pairName(cell.dataset.unit, cell.dataset.peer)}: ${agreementWords(found)}`;
  if (cell.ariaLabel === words) return;
  cell.ariaLabel = words;
  cell.className = told ? `step-${AGREEMENT_STEPS.indexOf(agreementStep(told.share))}` : own ? "self" : "";
  cell.textContent = told ? percent(told.share) : "";
  if (told) cell.append(element("small", {}, `n ${told.shared}`));
}

/* The cells of the grid say what is so on the chosen day; the grid itself stays. */
function fillAgreements(grid, { units, rows }) {
  for (const at of units.keys()) {
    const cells = grid.children[at + 1].children;
    for (const other of units.keys()) fillAgreement(cells[other + 1], rows[at][other]);
  }
  for (const cell of grid.querySelectorAll("[data-chosen]")) cell.removeAttribute("data-chosen");
  const [at, other] = [state.group, state.peer].map((group) => units.indexOf(group) + 1);
  const chosen = [[at, 0], [0, at], [other, 0], [0, other]];
  if (at && other) chosen.push([at, other], [other, at]);
  for (const [row, column] of chosen) {
    if (row || column) grid.children[row].children[column].setAttribute("data-chosen", "");
  }
}

function agreementCell(event) {
  return event.target.closest("[data-unit]");
}

function tellAgreement(event) {
  const cell = agreementCell(event);
  if (!cell) return;
  byId("agreement-said").textContent = cell.ariaLabel || cell.title;
  if (event.type !== "focusin") return;
  cell.closest(".agreements").querySelector("[tabindex='0']")?.setAttribute("tabindex", "-1");
  cell.setAttribute("tabindex", "0");
}

function openAgreement(event) {
  const cell = agreementCell(event);
  if (!cell) return;
  const { unit, peer } = cell.dataset;
  cell.focus();
  select(peer && peer !== unit ? { group: unit, peer } : { group: unit });
}

function onAgreementKey(event) {
  const cell = agreementCell(event);
  if (!cell) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    openAgreement(event);
    return;
  }
  const lines = [...cell.closest(".agreements").children];
  const line = lines.indexOf(cell.parentElement);
  const column = [...cell.parentElement.children].indexOf(cell);
  const [down, along] = {
    ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
    Home: [0, 1 - column], End: [0, lines.length - 1 - column],
    PageUp: [1 - line, 0], PageDown: [lines.length - 1 - line, 0],
  }[event.key] || [0, 0];
  const next = lines[line + down]?.children[column + along];
  if ((!down && !along) || !next?.dataset.unit) return;
  event.preventDefault();
  next.focus();
}
