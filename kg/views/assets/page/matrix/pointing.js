/* What is pointed at in the matrix, and what is selected there. */

function matrixThing(event) {
  return event.target.closest?.("button");
}

function openMatrix(event) {
  const thing = matrixThing(event);
  if (thing) select(matrixTarget(thing.dataset));
}

/* The words beside what the pointer or keyboard is on, and its column made plain. */
function onMatrixPoint(event) {
  const [thing, table] = [matrixThing(event), event.currentTarget];
  const cell = event.target.closest("td, th");
  // The name of a theme stands over several columns.
  const column = cell?.closest(".themes") ? 0 : cell?.cellIndex;
  table.querySelector("col.pointed")?.classList.remove("pointed");
  if (column) table.querySelectorAll("col")[column]?.classList.add("pointed");
  if (event.type === "focusin" && thing) moveStop(table, thing);
  if (!thing) return hideMatrixTip(event);
  const [tip, box, room] = [table.parentElement.nextSibling, thing.getBoundingClientRect(), innerWidth];
  tip.textContent = matrixWords(thing.dataset, thing.ariaLabel);
  tip.hidden = false;
  // Under the name of a column it would cover the rows.
  const below = !thing.closest("thead") && box.bottom + 6 + tip.offsetHeight < innerHeight;
  tip.style.top = `${below ? box.bottom + 6 : Math.max(box.top - 6 - tip.offsetHeight, 4)}px`;
  tip.style.left = `${Math.max(Math.min(box.left, room - tip.offsetWidth - 8), 8)}px`;
  return tip;
}

function hideMatrixTip(event) {
  const tip = stageOf("matrix").querySelector(".matrix-tip");
  if (tip) tip.hidden = true;
  if (event?.type === "mouseleave") {
    event.currentTarget.querySelector("col.pointed")?.classList.remove("pointed");
  }
  return null;
}

/* The rows of the selected actor or groups; a group's actors, and an actor's group. */
function isChosenRow(key) {
  const wanted = [state.actor, state.group, state.peer];
  const actor = actors.get(state.rows === "actor" ? key : state.actor);
  if (state.rows === "actor") {
    return key === state.actor || LEVELS.some((level) => wanted.slice(1).includes(groupOf(actor, level) || ""));
  }
  return wanted.slice(1).includes(key) || Boolean(actor && rowKey(actor) === key);
}

/* Row, column and cell of what is selected, in a table that stays. */
function markMatrix(table) {
  for (const line of table.tBodies[0].rows) {
    const chosen = isChosenRow(line.firstChild.querySelector("button").dataset.row);
    line.classList.toggle("chosen", chosen);
  }
  for (const column of table.querySelectorAll("col[data-column]")) {
    column.classList.toggle("chosen", column.dataset.column === state.proposition);
  }
  for (const old of table.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  const marked = [...table.querySelectorAll(".chosen > th > div > button, thead button")];
  if (state.proposition) marked.push(...table.querySelectorAll(".chosen td button"));
  for (const one of marked) {
    const { column } = one.dataset;
    if (column === undefined || column === state.proposition) one.setAttribute("aria-current", "true");
  }
}

/* Brings the selected row into sight, under the names of the columns. */
function showChosenRow(box) {
  const line = box.querySelector("tr.chosen");
  if (!line) return;
  const [row, seen] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  const top = seen.top + box.querySelector("thead").offsetHeight;
  if (row.top < top) box.scrollTop -= top - row.top;
  else if (row.bottom > seen.bottom) box.scrollTop += row.bottom - seen.bottom + 8;
}
