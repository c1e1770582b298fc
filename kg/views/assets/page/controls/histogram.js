/* The small chart over the slider: how much was said when, the events, the years and months. */

const COLUMN = 6;
const CHART_TALL = 34;
const EVENTS_TALL = 22;
const MOST_EVENT_NAMES = 30;
const THUMB = 8;
let chartDrawn = null;

/* The columns as one shape for each polarity, stacked from the ground. */
function columnPaths(columns, scale, most) {
  const paths = { favours: "", mixed: "", opposes: "", all: "" };
  for (const [at, sides] of columns) {
    let ground = CHART_TALL;
    const x = (scale.left + (at - 0.5) * COLUMN).toFixed(1);
    const grow = (name, number) => {
      const tall = (number / most) * CHART_TALL;
      if (number) paths[name] += `M${x} ${ground.toFixed(1)}h${COLUMN - 1}v${-Math.max(tall, 1.2).toFixed(1)}h${1 - COLUMN}z`;
      return tall;
    };
    grow("all", sides.favours + sides.mixed + sides.opposes);
    for (const polarity of ["opposes", "mixed", "favours"]) ground -= grow(polarity, sides[polarity]);
  }
  return paths;
}

/* Behind it in grey what there is without filters, so that a filter shows as a part. */
function drawColumns(scale) {
  const whole = columnsOf(stances, scale, COLUMN);
  const sum = ({ favours, mixed, opposes }) => favours + mixed + opposes;
  const most = Math.max(...[...whole.values()].map(sum), 1);
  const passing = passingStances();
  const ghost = passing.length < stances.length
    ? drawing("path", { class: "ghost", d: columnPaths(whole, scale, most).all }) : null;
  const paths = columnPaths(columnsOf(passing, scale, COLUMN), scale, most);
  return drawing("g", { class: "columns", transform: `translate(0 ${EVENTS_TALL})` }, ghost, POLARITIES.map(
    (polarity) => drawing("path", { class: SIDE[polarity], d: paths[polarity] }),
  ));
}

/* Marks over the columns; the weightiest have their names. The list of events is for the keyboard. */
function drawEventTicks(scale, width) {
  const told = datedEvents();
  const marks = told.slice(0, MOST_EVENT_NAMES).map(({ event }) => ({
    key: event, x: scale(event.latest), text: event.label,
  }));
  const names = placeNames(marks, { rows: 1, size: 11, left: 2, right: width - 2, most: 150 });
  return told.map((one) => {
    const { event } = one;
    const [x, name] = [scale(event.latest), names.get(event)];
    return drawing("g", { class: name ? "event-tick named" : "event-tick", onclick: () => goToEvent(event) },
      drawing("title", {}, eventWords(one)),
      drawing("rect", { x: x - 3, y: name ? 0 : 12, width: 6, height: name ? 22 : 10, opacity: 0 }),
      drawing("line", { x1: x, x2: x, y1: name ? 3 : 15, y2: EVENTS_TALL }),
      name ? drawing("text", { x: name.start, y: 11 }, name.words) : null);
  }).reverse();
}

function drawChartAxis(scale) {
  const top = EVENTS_TALL + CHART_TALL + 13;
  return axisTicks(scale).map(({ x, middle, label, year }) => [
    drawing("line", { x1: x, x2: x, y1: top - 1, y2: top + 3 }),
    drawing("text", { x: middle, y: top + 13, class: year ? "year" : null }, label),
  ]).flat();
}

/* Drawn anew only where the filters or the width have changed, or the selected event. */
function drawChart() {
  const chart = byId("chart");
  const terms = [passingStances(), chart.clientWidth, state.event];
  if (!terms[1] || (chartDrawn && terms.every((one, at) => one === chartDrawn[at]))) return;
  chartDrawn = terms;
  const width = terms[1];
  const scale = timeScale(firstDay, lastDay, THUMB, width - THUMB);
  const height = EVENTS_TALL + CHART_TALL + 28;
  chart.replaceChildren(drawing(
    "svg", { width, height, viewBox: `0 0 ${width} ${height}` },
    drawColumns(scale),
    drawing("g", { class: "chart-axis" }, drawChartAxis(scale)),
    drawing("g", { class: "event-ticks" }, drawEventTicks(scale, width)),
    drawing("g", { id: "chart-day" }),
  ));
}

/* The chosen day: what is later is pale; the window that counts is tinted. */
function showChartDay() {
  const width = byId("chart").clientWidth;
  if (!byId("chart-day") || !width) return;
  const scale = timeScale(firstDay, lastDay, THUMB, width - THUMB);
  const [x, start] = [scale(state.day), state.window ? scale(windowStart()) : 0];
  const area = (name, from, to) => drawing("rect", {
    class: name, x: from, y: EVENTS_TALL, width: Math.max(to - from, 0), height: CHART_TALL,
  });
  byId("chart-day").replaceChildren(
    area("veil", x, width), state.window ? area("veil", 0, start) : "",
    state.window ? area("tint", start, x) : "",
    drawing("line", { x1: x, x2: x, y1: EVENTS_TALL - 3, y2: EVENTS_TALL + CHART_TALL + 6 }),
  );
}
