/* The tiles as SVG: one mark per actor on a proposition, or the number of positions. */

const MOST_MARKS = 12;

/* Marks in rows, those for first; what has no room is told as a number. */
function tileMarks(positions, box, look) {
  const step = Math.max(box.size / 6.1, 6.3);
  const [columns, rows] = [Math.floor(box.width / step), Math.floor(box.height / step)];
  const room = Math.min(MOST_MARKS * (box.width > box.size ? 2 : 1), columns * rows);
  const sorted = POLARITIES.flatMap((polarity) => positions.filter((one) => one.polarity === polarity));
  const drawn = sorted.length > room ? sorted.slice(0, room - 2) : sorted;
  const place = (at) => [box.x + step * (at % columns + 0.5), box.y + step * (Math.floor(at / columns) + 0.5)];
  const marks = drawn.map(({ polarity }, at) => polarityMark(polarity, ...place(at), step * 0.36, { fill: look[SIDE[polarity]] }));
  if (drawn.length === sorted.length) return marks;
  const [x, y] = place(drawn.length);
  return [...marks, drawing("text", {
    x: x - step * 0.3, y: y + step * 0.33, "font-size": Math.max(step * 0.85, 8), fill: look.ink,
  }, `+${sorted.length - drawn.length}`)];
}

/* How many positions; on different propositions their sides would not add up. */
function tileNumber(positions, box, look) {
  return drawing("text", {
    x: box.x + box.width / 2, y: box.y + box.height * 0.68, "text-anchor": "middle",
    "font-size": Math.min(box.size * 0.3, 19), fill: look.ink,
  }, String(positions.length));
}

function tileWords({ name, known, positions }) {
  if (!positions.length) return `${name}: none recorded${known ? " here" : ""}`;
  if (!mappedProposition()) return `${name}: ${counted(positions.length, "position")}`;
  return `${name}: ${countWords(countPolarities(positions))}`;
}

/* A code is short; a name goes into as many letters, on two lines if it must. */
function tileName({ code, wide, positions }, { x, y, letters, most, look }) {
  const full = positions.length > 0;
  const cut = code.indexOf(" ", Math.floor(code.length / 2) - 1);
  const lines = code.length > most && cut > 0 ? [code.slice(0, cut), code.slice(cut + 1)] : [code];
  return lines.map((line, at) => drawing("text", {
    x, y: y + at * letters * 1.15, "font-size": letters, "font-weight": full ? (wide > 1 ? 600 : 700) : 400,
    fill: full ? look.ink : look.soft,
  }, shortened(line, most)));
}

function tileDrawing(tile, size, { proposition, look, chosen }) {
  const { column, row, wide, positions } = tile;
  const gap = Math.max(size * 0.06, 2);
  const [width, height, pad] = [size * wide - gap, size - gap, size * 0.1];
  const letters = Math.min(Math.max(size * (wide > 1 ? 0.17 : 0.23), wide > 1 ? 9 : 11), 15);
  const full = positions.length > 0;
  const y = pad + letters * 0.85;
  const name = tileName(tile, {
    x: pad, y, letters, look, most: wide > 1 ? Math.floor((width - pad) / letters / 0.55) : 3,
  });
  const top = y + (name.length - 1) * letters * 1.15 + size * 0.07;
  const box = { size, x: pad, y: top, width: width - 2 * pad, height: height - top - pad * 0.6 };
  return drawing(
    "g", { class: "tile", transform: `translate(${Math.round(column * size)} ${Math.round(row * size)})` },
    drawing("title", {}, tileWords(tile)),
    drawing("rect", {
      x: 1, y: 1, width: width - 2, height: height - 2, rx: size * 0.07, class: "tile-ground",
      fill: full ? look.surface : look.ground, stroke: chosen ? look.focus : full ? look.soft : look.line,
      "stroke-width": chosen ? 3 : 1,
    }),
    name,
    full ? (proposition ? tileMarks : tileNumber)(positions, box, look) : null,
  );
}

function mapHeight(tiles, size) {
  return Math.ceil(size * (1 + Math.max(...tiles.map(({ row }) => row))));
}
