/* The picture of the timeline: the axis with its events on top, the rows under it. */

const SPAN_MONTHS = { all: 0, 24: 24, 12: 12 };
const LANE_TALL = 30;
const HEADING_TALL = 26;
const AXIS_TALL = 22;
const NAME_TALL = 15;
const MOST_EVENTS = 80;

/* The days that the axis covers: some months up to the last day, or around an earlier chosen day. */
function timelineSpan() {
  const months = SPAN_MONTHS[state.span];
  const begin = months ? monthsAfter(lastDay, -months) : firstDay;
  if (!months || begin <= firstDay) return [firstDay, lastDay];
  if (state.day >= begin) return [begin, lastDay];
  const end = monthsAfter(state.day.slice(0, 8) + "01", months / 2);
  return [monthsAfter(end, -months), end];
}

function timelineFrame(width, look) {
  const narrow = width < 560;
  const names = narrow ? 0 : Math.min(Math.round(width * 0.3), 250);
  const [from, to] = timelineSpan();
  return {
    width, look, narrow, names, scale: timeScale(from, to, narrow ? 8 : names + 14, width - 12),
  };
}

function eventWords({ event, number }) {
  return `${dateWords(event.date)}: ${event.label} (${counted(number, "reaction")})`;
}

/* Keeps the rows as they are: the event's panel opens beside them. */
function openEvent(event) {
  change({ event: event.id, stance: null });
}

/* Lines first, so that the names stand over all of them. */
function eventMarks(told, { scale, look }, rows, names) {
  const base = rows * NAME_TALL;
  const colour = (event) => (event.id === state.event ? look.focus : look.soft);
  const lines = told.map(({ event }) => drawing("line", {
    x1: scale(event.latest), x2: scale(event.latest), y2: base + 6, stroke: colour(event),
    y1: names.has(event) ? names.get(event).row * NAME_TALL + 3 : base, "stroke-width": 0.8,
  }));
  return [...lines, ...told.map((mark) => {
    const { event } = mark;
    const [x, name] = [scale(event.latest), names.get(event)];
    return reachable(`event/${event.id}`, x, eventWords(mark), () => openEvent(event), { class: "event-mark" },
      name ? drawing("text", {
        x: name.start, y: name.row * NAME_TALL + 12, "font-size": 11, fill: colour(event),
        stroke: look.surface, "stroke-width": 3, "paint-order": "stroke",
        "font-weight": event.id === state.event ? 700 : 400,
      }, name.words) : null,
      drawing("circle", { cx: x, cy: base + 5, r: 3.5, fill: colour(event), stroke: look.surface }));
  })];
}

/* The names of events that have room, by event. */
function eventNames(told, { scale, width }, rows) {
  const marks = told.map(({ event }) => ({ key: event, x: scale(event.latest), text: event.label }));
  return placeNames(marks, { rows, size: 11, left: 4, right: width - 4, most: 230 });
}

function axisMarks(top, { scale, look }) {
  return axisTicks(scale).flatMap(({ x, middle, label, year }) => [
    drawing("line", { x1: x, x2: x, y1: top, y2: top + 4, stroke: look.soft }),
    drawing("text", {
      x: middle, y: top + 16, "font-size": 11, "text-anchor": "middle",
      "font-weight": year ? 700 : 400, fill: year ? look.ink : look.soft,
    }, label),
  ]);
}

function timelineHead(told, frame) {
  const { scale, look } = frame;
  const names = eventNames(told, frame, frame.narrow ? 2 : 3);
  const rows = Math.max(0, ...[...names.values()].map(({ row }) => row + 1));
  const base = rows * NAME_TALL + (rows ? 10 : 0);
  return {
    axis: true, base, names, height: base + AXIS_TALL,
    parts: [
      ...axisMarks(base, frame), ...eventMarks(told, frame, rows, names),
      drawing("line", { x1: scale.left, x2: scale.right, y1: base, y2: base, stroke: look.soft }),
    ],
  };
}

function laneName(lane, y, { names, narrow, look, width }) {
  const chosen = state.actor && state.proposition && lane.pair === selectedPair();
  const [room, weight] = [narrow ? width - 16 : names - 8, chosen ? 700 : 400];
  const brief = lane.short && widthOf(lane.label, 13, weight) > room;
  const text = fitted(brief ? lane.short : lane.label, 13, room, weight);
  const counts = [counted(lane.stances.length, "stance")];
  if (lane.moves.length) counts.push(counted(lane.moves.length, "change"));
  return reachable(
    `lane/${lane.pair?.edge || lane.proposition.id}`, 0, `${lane.label}: ${counts.join(", ")}`,
    () => select({ ...lane.target, lanes: laneSubject() }), { class: "lane-name" },
    drawing("text", {
      x: 4, y: y + 4.5, "font-size": 13, "font-weight": weight, fill: look.ink,
    }, text),
  );
}

/* Each row as its parts; the lines of the events and the ticks run behind them all. */
function timelineBody(plan, lanes, names, frame) {
  const { scale, look, width, narrow } = frame;
  const office = plan.subject === "actor"
    ? officeStrips(actors.get(state.actor), 4, frame) : { strips: [], rows: 0 };
  const most = plan.subject === "all"
    ? Math.max(...plan.lanes.map((lane) => fullest(columnsOf(lane.stances, scale, BIN)))) : 1;
  let top = office.rows ? office.rows * 19 + 8 : 2;
  const tall = LANE_TALL + (narrow ? 20 : 0);
  const rows = [...office.strips];
  if (office.rows && !narrow) {
    rows.push(drawing("text", { x: 4, y: 16, "font-size": 12, fill: look.soft }, "Offices"));
  }
  for (const lane of lanes) {
    if (lane.heading) {
      rows.push(drawing("text", {
        x: 4, y: top + 18, "font-size": 12.5, "font-weight": 700, fill: look.ink,
      }, fitted(lane.heading, 12.5, width - 10, 700)));
      top += HEADING_TALL;
    }
    const y = top + tall - 14;
    const chosen = lane.pair && lane.pair === selectedPair();
    rows.push(drawing("g", { class: chosen ? "lane chosen" : "lane" },
      drawing("rect", {
        x: 0, y: top, width, height: tall, fill: chosen ? look.mark : "none", "pointer-events": "none",
      }),
      drawing("line", { x1: 0, x2: width, y1: top + tall, y2: top + tall, stroke: look.line, "stroke-width": 0.7 }),
      laneName(lane, narrow ? top + 11 : y, frame),
      ...(lane.pair ? pairLane(lane, y, frame) : propositionLane(lane, y, most, frame))));
    top += tall;
  }
  const behind = [
    ...axisTicks(scale).map(({ x }) => drawing("line", {
      x1: x, x2: x, y1: 0, y2: top, stroke: look.line, "stroke-width": 0.7,
    })),
    ...[...names.keys()].map((event) => drawing("line", {
      x1: scale(event.latest), x2: scale(event.latest), y1: 0, y2: top,
      stroke: event.id === state.event ? look.focus : look.soft, "stroke-dasharray": "1 3", opacity: 0.8,
    })),
  ];
  return { base: 0, height: top + 4, parts: [...behind, ...rows] };
}

/* What is later than the chosen day is pale, and so is what lies before the window. */
function dayVeil({ base, height, axis }, { scale, look }) {
  const x = scale(state.day);
  const start = state.window ? scale(windowStart()) : null;
  const area = (from, to, fill, opacity) => drawing("rect", {
    x: from, y: base, width: Math.max(to - from, 0), height: height - base, fill, opacity,
  });
  return drawing("g", { "pointer-events": "none" },
    axis || start === null ? null : area(scale.left - 8, start, look.surface, 0.68),
    start === null ? null : area(start, x, look.focus, 0.07),
    axis ? null : area(x, scale.right + 8, look.surface, 0.68),
    drawing("line", { x1: x, x2: x, y1: base, y2: height, stroke: look.focus, "stroke-width": 1.5 }));
}

/* The events to be drawn: those that the stances of these rows react to, and the selected one. */
function timelineEvents(lanes, scale) {
  const told = eventsOf(lanes.flatMap((lane) => lane.stances));
  const chosen = events.get(state.event);
  const at = told.findIndex(({ event }) => event === chosen);
  const first = at >= 0 ? told.splice(at, 1)
    : [chosen].filter(Boolean).map((event) => ({ event, number: 0 }));
  return [...first, ...told].filter(
    ({ event }) => event.latest >= scale.from && event.latest <= scale.to,
  ).slice(0, MOST_EVENTS);
}
