/* The matrix without a mouse: one stop of the tab key, in which the arrows go to the next mark. */

const MATRIX_PAGE = 10;
let matrixStop = {};

function matrixLines(table) {
  return [table.tHead.rows[1], ...table.tBodies[0].rows];
}

function stopIn(lines, line, column) {
  return lines[line]?.cells[column]?.querySelector("button");
}

/* The next cell that way that holds something; a page further, or what comes nearest to it. */
function nextStop(lines, [line, column], [down, along]) {
  const way = Math.sign(down);
  const target = Math.min(Math.max(line + down, 0), lines.length - 1);
  for (let at = target; Math.abs(down) > 1 && at !== line; at -= way) {
    const stop = stopIn(lines, at, column);
    if (stop) return stop;
  }
  let [at, side] = [line + down, column + along];
  while (lines[at]?.cells[side]) {
    const stop = stopIn(lines, at, side);
    if (stop) return stop;
    [at, side] = [at + way, side + Math.sign(along)];
  }
  return null;
}

function onMatrixKey(event) {
  const cell = event.target.closest("th, td");
  const table = event.currentTarget;
  const lines = matrixLines(table);
  const here = [lines.indexOf(cell.parentElement), cell.cellIndex];
  const last = cell.parentElement.cells.length - 1;
  const [from, way] = {
    ArrowUp: [here, [-1, 0]], ArrowDown: [here, [1, 0]],
    ArrowLeft: [here, [0, -1]], ArrowRight: [here, [0, 1]],
    PageUp: [here, [-MATRIX_PAGE, 0]], PageDown: [here, [MATRIX_PAGE, 0]],
    Home: [[here[0], -1], [0, 1]], End: [[here[0], last + 1], [0, -1]],
  }[event.key] || [];
  if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  nextStop(lines, from, way)?.focus();
}

function sameStop(one, other) {
  return one?.row === other?.row && one?.column === other?.column;
}

function matrixButtons(table) {
  return table.querySelectorAll("button");
}

/* The tab key comes back to where one was, or begins with the first row. */
function placeStop(table, focused) {
  const stops = [...matrixButtons(table)];
  const stop = stops.find(({ dataset }) => sameStop(dataset, matrixStop))
    || table.tBodies[0].querySelector("button");
  stop.tabIndex = 0;
  if (focused) stop.focus({ preventScroll: true });
}

function moveStop(table, stop) {
  table.querySelector("button[tabindex='0']")?.setAttribute("tabindex", "-1");
  stop.tabIndex = 0;
  matrixStop = { row: stop.dataset.row, column: stop.dataset.column };
}
