/* For and against one proposition, in columns: the picture to put into an article. */

const ROWS = [14.5, 27];
const NARROW_ROW = 12;
const NARROW_HALF = 280;
const OUTER_NAMES = 110;
const ROOM_ABOVE = 40;
/* Which proposition, how high a row is, and the frame around it all, in pixels. */
const split = { about: null, row: ROWS[1], frame: null, need: 0 };

/* The proposition for and against which the actors stand in columns; null in other arrangements. */
function splitOn() {
  return split.about;
}

/* What a picture of one proposition is about: the selected one, if any of its positions pass; else
 * the only one of the filters, else the most contested that passes. */
function pictureProposition() {
  const passing = mostContested().map(({ proposition }) => proposition.id);
  if (passing.includes(state.proposition)) return state.proposition;
  const only = state.about.size === 1 ? [...state.about][0] : null;
  return only || passing[0] || state.proposition;
}

function chooseSplit() {
  split.about = state.arrange === "split" ? pictureProposition() : null;
}

function splitPositions() {
  const about = state.arrange === "split" && pictureProposition();
  return about ? Object.values(sidesOf(about)).flat() : null;
}

function sidesOf(about) {
  const sided = { favours: [], mixed: [], opposes: [] };
  for (const position of shown.values()) {
    if (position.pair.proposition.id === about) sided[position.polarity].push(position);
  }
  for (const list of Object.values(sided)) {
    list.sort((one, other) => other.said.length - one.said.length
      || one.pair.actor.name.localeCompare(other.pair.actor.name, "en"));
  }
  return sided;
}

/* Fills columns from the middle outwards; a place knows how wide its name may be. */
function fillColumns(list, { x, top, rows, pitch, way, room }) {
  list.forEach(({ pair }, number) => {
    const [column, row] = [Math.floor(number / rows), number % rows];
    places.set(`actor/${pair.actor.id}`, {
      x: x + way * column * pitch, y: top + (row + 0.5) * split.row,
      side: way < 0 ? "left" : "right", room,
    });
  });
}

function splitHeading(about, polarity, list, place) {
  const words = verb(propositions.get(about), polarity);
  return { text: `${words} · ${list.length}`, polarity, weight: list.length, ...place };
}

/* Rows and columns that fill the canvas, in pixels: at first sight one unit is one pixel. */
function measureSplit({ favours, mixed, opposes }) {
  const half = Math.max(freeWidth() / 2 - 12, 150);
  const room = Math.max(freeHeight() - ROOM_ABOVE - 12, 200);
  const narrow = half < NARROW_HALF;
  const least = narrow ? NARROW_ROW : ROWS[0];
  const most = Math.max(favours.length, opposes.length, 1);
  const columns = narrow && most < 60 ? 1
    : Math.max(Math.ceil((most * least) / room), Math.ceil(Math.sqrt(most / 90)));
  const rows = Math.ceil(most / columns);
  const mixedRows = Math.ceil(mixed.length / 2);
  // The wedge under the box holds those between the sides, where it is deep enough.
  const wedge = narrow ? 0 : rows / 2 - 2;
  const below = Math.max((mixedRows && mixedRows + 3.2) - wedge, 0);
  // A page of one column scrolls: there the picture takes the height that its names need.
  split.need = narrow ? (rows + below) * least + canvas.clientHeight - room : 0;
  split.row = Math.min(ROWS[1], Math.max(least, room / (rows + below)));
  const inner = Math.max(half * (columns > 1 ? 0.34 : narrow ? 0.42 : 0.5), 60);
  // Many columns leave room for the names of the last one only, until one zooms in.
  const outer = columns > 3 ? OUTER_NAMES : 0;
  const pitch = Math.max((half - inner - outer) / columns, 13);
  const top = (-rows * split.row) / 2;
  const start = narrow ? 2 * split.row - top
    : Math.max(-top - mixedRows * split.row - 22, (wedge * split.row) / 2, 60);
  return {
    half, narrow, rows, mixedRows, inner, pitch, top, start,
    reach: Math.max(half, inner + columns * pitch + outer),
    nameRoom: outer || Math.max(pitch - (columns > 1 ? split.row + 12 : 14), 60),
    mixedRoom: narrow ? half - 30 : Math.min(inner - 40, 190),
  };
}

function placeSide(about, polarity, list, way, { half, narrow, rows, inner, pitch, nameRoom }) {
  const top = (-Math.min(list.length, rows) * split.row) / 2;
  fillColumns(list, { x: way * inner, top, rows, pitch, way, room: nameRoom });
  if (!list.length) return;
  headings.push(splitHeading(about, polarity, list, {
    x: way * (narrow ? half : inner - 9), y: top - 13,
    align: (way < 0) === narrow ? "left" : "right",
  }));
}

function placeSplit(about) {
  const sided = sidesOf(about);
  if (!Object.values(sided).flat().length) return new Set();
  const sizes = measureSplit(sided);
  const { top, start, mixedRows, mixedRoom, pitch, reach } = sizes;
  places.set(`proposition/${about}`, { x: 0, y: 0 });
  placeSide(about, "favours", sided.favours, -1, sizes);
  placeSide(about, "opposes", sided.opposes, 1, sizes);
  [-1, 1].forEach((way, part) => fillColumns(
    sided.mixed.filter((_, number) => number % 2 === part),
    { x: way * (split.row * 0.44 + 4), top: start, rows: mixedRows, pitch, way, room: mixedRoom },
  ));
  if (mixedRows) {
    // Under its names, for the lines come from above.
    headings.push(splitHeading(about, "mixed", sided.mixed, {
      x: 0, y: start + mixedRows * split.row + 11, align: "center",
    }));
  }
  const bottom = Math.max(-top, mixedRows && start + mixedRows * split.row + 20) + 8;
  split.frame = { left: -reach, right: reach, top: top - 24, bottom };
  const held = Object.values(sided).flat().map(({ pair }) => `actor/${pair.actor.id}`);
  return new Set([`proposition/${about}`, ...held]);
}
