/* The timeline without a mouse: one stop of the tab key, in which the arrows walk. */

function reachKey(thing) {
  return thing?.dataset.key || thing?.name || null;
}

/* Row by row what can be reached, from left to right. */
function reachRows() {
  const placed = (thing) => ({ thing, x: Number(thing.dataset.x) });
  const rows = [...byId("timeline-chart").querySelectorAll(".timeline-head, .lane")];
  return rows.map((row) => [...row.querySelectorAll("[data-key]")].map(placed)
    .sort((one, other) => one.x - other.x)).filter((row) => row.length);
}

/* The tab key comes back to where one was. */
function reach(thing) {
  const key = reachKey(thing);
  for (const one of byId("timeline-chart").querySelectorAll("[data-key]")) one.setAttribute("tabindex", -1);
  thing.setAttribute("tabindex", 0);
  timeline.here = key;
}

/* Left and right along the row, up and down to the nearest. */
function onTimelineKey(event) {
  const here = event.target.closest("[data-key]");
  if (!here) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    here.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return;
  }
  const rows = reachRows();
  const row = rows.findIndex((one) => one.some(({ thing }) => thing === here));
  const at = rows[row].findIndex(({ thing }) => thing === here);
  const side = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: rows[row].length - 1 }[event.key];
  const other = rows[row + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
  const far = ({ x }) => Math.abs(x - rows[row][at].x);
  const to = rows[row][side] || other?.reduce((best, one) => (far(one) < far(best) ? one : best));
  if (side === undefined && !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  if (!to) return;
  reach(to.thing);
  to.thing.focus();
}
