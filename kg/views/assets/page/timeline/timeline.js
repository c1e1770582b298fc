/* The timeline tab: its tools, the chart, the list of changes. */

const SPAN_WORDS = [["all", "all"], ["24", "last 24 months"], ["12", "last 12 months"]];
const LANES_AT_ONCE = 60;
const MARKS_AT_ONCE = 1500;
const timeline = {
  drawn: null, shows: null, lanes: LANES_AT_ONCE, here: null, frame: null, watched: null, chosen: null,
};

/* Those that fit: whole rows, as many as asked for and as the browser takes in one go. */
function lanesToDraw(plan) {
  let marks = 0;
  const upTo = plan.lanes.findIndex((lane, at) => {
    if (at >= timeline.lanes) return true;
    marks += lane.pair ? lane.stances.length : lane.moves.length;
    return at > 0 && marks > MARKS_AT_ONCE * (timeline.lanes / LANES_AT_ONCE);
  });
  if (upTo < 0) return plan.lanes;
  const chosen = plan.lanes.slice(upTo).filter(({ pair }) => pair && pair === selectedPair());
  return [...plan.lanes.slice(0, upTo), ...chosen];
}

/* Brings the row of a selected position into sight, under the axis. */
function showChosenLane(stage) {
  const lane = stage.querySelector(".lane.chosen");
  if (!lane || timeline.chosen === selectedPair()) return;
  timeline.chosen = selectedPair();
  const [box, seen] = [lane.getBoundingClientRect(), stage.getBoundingClientRect()];
  const top = seen.top + timeline.frame.head.height;
  if (box.top < top) stage.scrollTop -= top - box.top + 8;
  else if (box.bottom > seen.bottom) stage.scrollTop += box.bottom - seen.bottom + 8;
}

function timelineParts(width, look) {
  const plan = timelinePlan();
  const lanes = lanesToDraw(plan);
  const frame = timelineFrame(width, look);
  const told = timelineEvents(lanes, frame.scale);
  const head = timelineHead(told, frame);
  return { plan, lanes, frame, head, body: timelineBody(plan, lanes, head.names, frame) };
}

function timelineSvg(name, width, height, ...parts) {
  return drawing("svg", {
    class: name, width, height, viewBox: `0 0 ${width} ${height}`, role: "group",
  }, ...parts);
}

function timelineLegend(subject) {
  const shape = (polarity) => drawing(
    "svg", { width: 14, height: 14, "aria-hidden": "true" },
    polarityMark(polarity, 7, 7, 5, { fill: `var(--${SIDE[polarity]})` }),
  );
  return element("span", { class: "timeline-key" },
    POLES_FIRST.map((polarity) => element("span", {}, shape(polarity), SIDE[polarity])),
    element("span", {}, subject === "all"
      ? "marks: changes to that side; bars: stances" : "Δ changed"));
}

function timelineTools({ plan, frame: { scale } }) {
  const choices = laneChoices();
  const said = plan.lanes.flatMap((lane) => lane.stances);
  const earlier = said.filter((stance) => stance.latest < scale.from).length;
  return element("div", { class: "tab-tools" },
    settingSelect("span", "Period", SPAN_WORDS),
    choices.length ? settingSelect("lanes", "Rows", Object.fromEntries(
      choices.map((name) => [name, LANE_WORDS[name]]),
    )) : null,
    element("label", { class: "setting" }, element("input", {
      type: "checkbox", name: "moved", checked: state.moved === "yes",
      onchange: (event) => change({ moved: event.currentTarget.checked ? "yes" : "no" }),
    }), " Only those who moved"),
    timelineLegend(plan.subject),
    element("span", {}, counted(said.length, "stance")
      + (earlier ? `, ${earlier} before ${dateWords(scale.from)}` : "")));
}

/* Every change of position that passes, the latest first, each a way to the words. */
function timelineMoves(plan) {
  if (plan.subject !== "all") return null;
  const moves = passingMoves(pairs);
  if (!moves.length) return null;
  const row = ({ pair, before: was, after: is, day }) => (
    element("li", { "data-day": day }, element("button", {
      type: "button", class: "row", "data-key": `change/${is.id}`, onclick: () => openStance(is),
    },
    element("span", { class: "change-date" }, spokenWords(is)),
    element("span", { class: "change-who", dir: "auto" }, aboutWords(pair)),
    chip(pair.proposition, was.polarity), element("span", { class: "aside" }, "→"),
    chip(pair.proposition, is.polarity)))
  );
  return element("section", { class: "change-list" },
    element("h3", {}, `Changes of position, latest first (${moves.length})`),
    rowList(moves, row, LANES_AT_ONCE));
}

function moreLanes({ plan, lanes }) {
  const left = plan.lanes.length - lanes.length;
  return left ? button(moreWords(Math.min(left, LANES_AT_ONCE), plan.lanes.length), () => {
    timeline.lanes += LANES_AT_ONCE;
    change({});
  }, { class: "small", "data-key": "more" }) : null;
}

function showTimelineDay() {
  const { frame, head, body } = timeline.frame;
  const chart = byId("timeline-chart");
  chart.querySelectorAll(".veil").forEach((veil, at) => veil.replaceChildren(
    dayVeil([head, body][at], frame),
  ));
  for (const row of stageOf("timeline").querySelectorAll("li[data-day]")) {
    row.classList.toggle("later", row.dataset.day > state.day);
  }
}

function fillTimeline(stage) {
  const focused = stage.contains(document.activeElement) && reachKey(document.activeElement);
  const parts = timelineParts(Math.max(stage.clientWidth - 30, 260), PAGE_LOOK);
  const { plan, head, body, frame: { width } } = parts;
  timeline.frame = parts;
  const veil = () => drawing("g", { class: "veil" });
  stage.replaceChildren(
    timelineTools(parts),
    element("h2", { class: "timeline-title", dir: "auto" }, plan.title),
    parts.lanes.length ? element("div", {
      id: "timeline-chart", role: "group", onkeydown: onTimelineKey,
      onfocusin: (event) => reach(event.target),
      "aria-label": `Timeline: ${plan.title}. Arrow keys walk from mark to mark, Enter opens the words.`,
    }, timelineSvg("timeline-head", width, head.height, ...head.parts, veil()),
    timelineSvg("timeline-body", width, body.height, ...body.parts, veil()))
      : element("p", {}, "Nothing to draw: no stance is here, or none passes the filters."),
    ...[moreLanes(parts), timelineMoves(plan)].filter(Boolean),
  );
  if (!parts.lanes.length) return;
  const keyed = (key) => (key ? stage.querySelector(
    `[data-key="${CSS.escape(key)}"], [name="${CSS.escape(key)}"]`,
  ) : null);
  const [first] = byId("timeline-chart").querySelectorAll(".lane [data-key]");
  const kept = keyed(timeline.here);
  (kept && byId("timeline-chart").contains(kept) ? kept : first).setAttribute("tabindex", 0);
  keyed(focused)?.focus({ preventScroll: true });
}

/* All that the chart follows from, but for the day. */
function timelineTerms(stage) {
  return [
    passingStances(), stage.clientWidth, timeline.lanes, timelineSpan().join(),
    ...Object.keys(NOTHING).map((name) => state[name]), state.lanes, state.moved, state.span,
  ];
}

function drawTimeline(stage) {
  if (!timeline.watched) {
    timeline.watched = new ResizeObserver(() => {
      if (!stage.hidden && stage.clientWidth !== timeline.drawn?.[1]) drawTimeline(stage);
    });
    timeline.watched.observe(stage);
  }
  const { subject, title } = timelinePlan();
  if (timeline.shows !== subject + title) [timeline.shows, timeline.lanes] = [subject + title, LANES_AT_ONCE];
  const terms = timelineTerms(stage);
  if (!timeline.drawn || terms.some((one, at) => one !== timeline.drawn[at])) {
    fillTimeline(stage);
    timeline.drawn = terms;
  }
  if (!timeline.frame.lanes.length) return;
  showTimelineDay();
  showChosenLane(stage);
}

/* The same chart on paper; null where there is nothing to draw. */
function timelinePicture() {
  const { plan, lanes, frame, head, body } = timelineParts(1100, paperLook());
  if (!lanes.length) return null;
  const height = head.height + body.height;
  return drawing("svg", { width: 1100, height, viewBox: `0 0 1100 ${height}` },
    drawing("title", {}, plan.title), ...head.parts, dayVeil(head, frame),
    drawing("g", { transform: `translate(0 ${head.height})` }, ...body.parts, dayVeil(body, frame)));
}

/* The positions behind its rows; null where it shows how much was said at all. */
function timelinePositions() {
  const plan = timelinePlan();
  if (plan.subject === "all") return null;
  return lanesToDraw(plan).map(({ pair }) => shown.get(pair.edge)).filter(Boolean);
}

addTab("timeline", {
  label: "Timeline", draw: drawTimeline, picture: timelinePicture, pictured: timelinePositions,
});
