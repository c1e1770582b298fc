/* What stands on the rows: marks of stances, the bars between them, changes, offices. */

const MARK = 5.5;
const MARK_WORDS = 110;
const BAR_DASHES = { favours: null, opposes: "7 3", mixed: "2 3" };
const BIN = 5;
const DENSITY = 13;
const SIGN_GAP = 18;

function markWords(stance) {
  const { actor, proposition } = stance.pair;
  const [evidence] = stance.evidence;
  const quote = evidence?.quote ? ` “${shortened(evidence.quote, MARK_WORDS)}”`
    : ` ${shortened(evidence?.paraphrase || "", MARK_WORDS)}`;
  return `${spokenWords(stance)}, ${actor.name}: ${verb(proposition, stance.polarity)} `
    + `(${proposition.short}).${quote.trimEnd()}`;
}

function moveWords({ before, after, pair: { proposition } }) {
  return `Changed: ${markWords(after)} Before: ${verb(proposition, before.polarity)}, `
    + `${spokenWords(before)}.`;
}

/* What can be reached: a thing on the timeline with its name, place and what it opens. */
function reachable(key, x, words, open, properties, ...parts) {
  return drawing("g", {
    role: "button", tabindex: -1, "aria-label": words, "data-key": key, "data-x": x, onclick: open,
    ...properties,
  }, drawing("title", {}, words), ...parts);
}

function openStance(stance) {
  select({ stance: stance.id, lanes: laneSubject() === "group"
    ? state.group.slice(0, state.group.indexOf("/")) : laneSubject() });
}

function markPlace(stance, scale) {
  return (scale(stance.earliest) + scale(stance.latest)) / 2;
}

/* The signs of change by stance, `x` and `text`; those too close to be told apart are one. */
function laneSigns(moved, scale) {
  const near = [];
  for (const stance of [...moved].sort((one, other) => markPlace(one, scale) - markPlace(other, scale))) {
    const x = markPlace(stance, scale);
    if (near.length && x - near.at(-1).at(-1).x < SIGN_GAP) near.at(-1).push({ stance, x });
    else near.push([{ stance, x }]);
  }
  return new Map(near.map((some) => [some.at(-1).stance, {
    x: (some[0].x + some.at(-1).x) / 2, text: some.length > 1 ? `${some.length}Δ` : "Δ",
  }]));
}

function stanceMark(stance, y, { moved, sign }, { scale, look }) {
  const colour = look[SIDE[stance.polarity]];
  const [first, last] = [scale(stance.earliest), scale(stance.latest)];
  const x = markPlace(stance, scale);
  const told = stance.said_on ? { fill: colour, stroke: look.surface, "stroke-width": 1.2 }
    : { fill: look.surface, stroke: colour, "stroke-width": 1.6 };
  return reachable(
    `stance/${stance.id}`, x, `${moved ? "Changed. " : ""}${markWords(stance)}`,
    () => openStance(stance), { class: "when" },
    state.stance === stance.id
      ? drawing("circle", { cx: x, cy: y, r: MARK + 4, fill: "none", stroke: look.focus, "stroke-width": 2 })
      : null,
    last - first > 2 ? drawing("rect", {
      x: first, y: y - 2, width: last - first, height: 4, rx: 2, fill: colour, opacity: 0.55,
    }) : null,
    polarityMark(stance.polarity, x, y, MARK, told),
    sign ? drawing("text", {
      x: sign.x, y: y - MARK - 3, "text-anchor": "middle", "font-size": 11, "font-weight": 700, fill: look.ink,
    }, sign.text) : null,
  );
}

/* From the day that brought a position to the next one; the last one goes on. */
function heldBars(lane, y, { scale, look }) {
  const chosen = ({ polarity }) => has(state.polarity, [polarity]);
  return heldBy(lane.pair).filter(chosen).map(({ from, to, polarity }) => {
    const [begin, end] = [scale(from), scale(to || scale.to)];
    return end > begin ? drawing("line", {
      x1: begin, x2: end, y1: y, y2: y, stroke: look[SIDE[polarity]], "stroke-width": 3,
      "stroke-dasharray": BAR_DASHES[polarity], opacity: 0.5,
    }) : null;
  });
}

function isWithin(scale, stance) {
  return stance.latest >= scale.from && stance.earliest <= scale.to;
}

function pairLane(lane, y, frame) {
  const within = lane.stances.filter((one) => isWithin(frame.scale, one));
  const turns = new Set(lane.moves.map(({ after }) => after));
  const signs = laneSigns(within.filter((one) => turns.has(one)), frame.scale);
  return [
    ...heldBars(lane, y, frame),
    ...within.map((one) => stanceMark(one, y, { moved: turns.has(one), sign: signs.get(one) }, frame)),
  ];
}

/* The stances by polarity in columns from left to right: [column][polarity] is a number. */
function columnsOf(these, scale, wide) {
  const columns = new Map();
  for (const stance of these) {
    if (!isWithin(scale, stance)) continue;
    const at = Math.round((scale(stance.latest) - scale.left) / wide);
    if (!columns.has(at)) columns.set(at, { favours: 0, mixed: 0, opposes: 0 });
    columns.get(at)[stance.polarity] += 1;
  }
  return columns;
}

function fullest(columns) {
  return Math.max(...[...columns.values()].map((sides) => Math.max(...Object.values(sides))), 1);
}

/* For grows up, against down, mixed stands between; by roots, so that a single one is seen too. */
function density(columns, y, most, { scale, look }) {
  const paths = { favours: "", mixed: "", opposes: "" };
  const tallness = (number) => DENSITY * Math.sqrt(number / most);
  for (const [at, sides] of columns) {
    const x = Math.round(scale.left + (at - 0.5) * BIN);
    const half = tallness(sides.mixed) / 2;
    const bar = (polarity, top, tall) => {
      if (tall) paths[polarity] += `M${x} ${top.toFixed(1)}h${BIN - 1}v${tall.toFixed(1)}h${1 - BIN}z`;
    };
    bar("favours", y - half - tallness(sides.favours), tallness(sides.favours));
    bar("mixed", y - half, 2 * half);
    bar("opposes", y + half, tallness(sides.opposes));
  }
  return POLARITIES.map((polarity) => drawing("path", {
    d: paths[polarity], fill: look[SIDE[polarity]], opacity: 0.55,
  }));
}

function moveMark(move, y, { scale, look }) {
  const { after } = move;
  const x = markPlace(after, scale);
  return reachable(
    `stance/${after.id}`, x, moveWords(move), () => openStance(after), { class: "when" },
    polarityMark(after.polarity, x, y, MARK, {
      fill: look[SIDE[after.polarity]], stroke: state.stance === after.id ? look.focus : look.ink,
      "stroke-width": state.stance === after.id ? 3 : 1.5,
    }),
  );
}

function propositionLane(lane, y, most, frame) {
  return [
    ...density(columnsOf(lane.stances, frame.scale, BIN), y, most, frame),
    ...lane.moves.filter(({ after }) => isWithin(frame.scale, after))
      .map((move) => moveMark(move, y, frame)),
  ];
}

/* Offices as strips, each in the first row that is free; gives how many rows they take. */
function officeStrips(actor, top, { scale, look }) {
  const ends = [];
  const strips = (actor.tenures || []).map(({ role, start, end }) => {
    const [from, to] = [start ? firstOf(start) : scale.from, end ? lastOf(end) : scale.to];
    if (from > scale.to || to < scale.from) return null;
    const [x, width] = [scale(from), Math.max(scale(to) - scale(from), 2)];
    const free = ends.findIndex((taken) => taken <= x);
    const row = free < 0 ? ends.length : free;
    ends[row] = x + width;
    const words = `${role}, ${start ? `since ${dateWords(start)}` : "start not known"}`
      + `${end ? `, until ${dateWords(end)}` : ""}`;
    const text = width > 44 ? fitted(role, 11, width - 10) : "";
    return drawing("g", { role: "img", "aria-label": words }, drawing("title", {}, words),
      drawing("rect", {
        x, y: top + row * 19, width, height: 16, rx: 3, fill: look.mark, stroke: look.line,
      }),
      drawing("text", { x: x + 5, y: top + row * 19 + 12, "font-size": 11, fill: look.ink }, text));
  });
  return { strips: strips.filter(Boolean), rows: ends.length };
}
