/* Who agrees with whom as a network: the second picture of the same numbers. */

const TIES_BOX = { width: 560, height: 470, margin: 34, radius: 15 };
/* Families are named under their circles: so many times as wide as high is the room of one. */
const TIE_NAME = 2.6;

/* A country by its code; a family by its name, which may be long. */
function unitCode(unit) {
  return unit.startsWith("country/") ? shortened(unit.slice("country/".length), 4) : groupName(unit);
}

/* In pixels as wide as there is room: letters keep their size. */
function tiesBox(width = TIES_BOX.width) {
  const wide = Math.max(Math.min(width, 640), 240);
  return { ...TIES_BOX, width: wide, height: Math.round((wide * TIES_BOX.height) / TIES_BOX.width) };
}

/* The places in the box, pushed apart until no two circles touch, nor the names under them. */
function fittedPlaces(places, { width, height, margin, radius }, level) {
  const flat = level === "family" ? TIE_NAME : 1;
  const [xs, ys] = [0, 1].map((axis) => places.map((place) => place[axis]));
  const reach = (values) => Math.max(...values) - Math.min(...values) || 1;
  const scale = Math.min((width - 2 * margin) / reach(xs), (height - 2 * margin) / reach(ys));
  const middle = (values) => (Math.max(...values) + Math.min(...values)) / 2;
  const fitted = places.map(([x, y]) => [
    width / 2 + (x - middle(xs)) * scale, height / 2 + (y - middle(ys)) * scale,
  ]);
  const least = 2 * radius + 5;
  for (let turn = 0; turn < 80; turn += 1) {
    for (const [at, one] of fitted.entries()) {
      for (const other of fitted.slice(at + 1)) {
        const [x, y] = [(other[0] - one[0]) / flat, other[1] - one[1]];
        const apart = Math.sqrt(x * x + y * y) || 1e-6;
        if (apart >= least) continue;
        const push = (least - apart) / 2 / apart;
        one[0] -= x * push * flat;
        one[1] -= y * push;
        other[0] += x * push * flat;
        other[1] += y * push;
      }
    }
    for (const place of fitted) {
      place[0] = Math.min(Math.max(place[0], margin), width - margin);
      place[1] = Math.min(Math.max(place[1], margin), height - margin);
    }
  }
  return fitted;
}

/* The pairs that are joined, the weakest first: the strongest are drawn on top. */
function joinedPairs(rows) {
  const found = [];
  for (const [at, row] of rows.entries()) {
    for (let other = at + 1; other < rows.length; other += 1) {
      const agreement = row[other];
      if (!agreement || agreement.shared < leastShared()) continue;
      if (percent(agreement.share) >= Number(state.join)) found.push({ at, other, ...agreement });
    }
  }
  return found.sort((one, other) => one.share - other.share);
}

function tieLine({ at, other, share, shared }, places, look) {
  const least = Number(state.join) / 100;
  const [[x1, y1], [x2, y2]] = [places[at], places[other]];
  const dark = 0.25 + 0.65 * (least < 1 ? Math.max(0, share - least) / (1 - least) : 1);
  return drawing("line", {
    x1, y1, x2, y2, stroke: blended(look.ink, dark, look.surface),
    "stroke-width": Math.min(0.5 + shared * 0.4, 7), "stroke-linecap": "round",
  });
}

function tieNode(unit, [x, y], look, { chosen, width }) {
  const country = unit.startsWith("country/");
  const { radius } = TIES_BOX;
  const text = country ? unitCode(unit) : shortened(unitCode(unit), 22);
  const half = country ? 0 : textWidth(text, 11, 600) / 2 + 2;
  return drawing(
    "g", { class: "tie-node", onclick: () => select({ group: unit }) },
    drawing("title", {}, groupName(unit)),
    drawing("circle", {
      cx: x, cy: y, r: country ? radius : 7, fill: look.surface,
      stroke: chosen ? look.focus : look.ink, "stroke-width": chosen ? 3 : 1.2,
    }),
    drawing("text", {
      x: Math.min(Math.max(x, half), width - half), y: country ? y + 4 : y + 21, "text-anchor": "middle", "font-size": country ? 11.5 : 11,
      "font-weight": 600, fill: look.ink, stroke: country ? null : look.surface,
      "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke",
    }, text),
  );
}

function placedTies({ spots }, width) {
  const box = tiesBox(width);
  return { ...box, places: fittedPlaces(spots, box, state.level) };
}

/* The network of these units as a group of SVG, in the colours of a look. */
function tiesDrawing({ units, rows, places, width }, look) {
  return drawing(
    "g", {}, joinedPairs(rows).map((pair) => tieLine(pair, places, look)),
    units.map((unit, at) => tieNode(
      unit, places[at], look, { width, chosen: unit === state.group || unit === state.peer },
    )),
  );
}
