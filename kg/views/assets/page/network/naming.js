/* What is written into the picture at the scale at which it is seen. */

const NAME_SIZE = 12;
const SMALL_NAME = 11;
const ISLAND_ROW = 34;
const MOST_NAMED = 100;
const ALONG = [0.28, 0.38, 0.2, 0.48, 0.33, 0.57, 0.24, 0.43, 0.65, 0.53, 0.16, 0.75];
const pen = element("canvas").getContext("2d");
let named = null;

function nameSize() {
  if (splitOn()) return Math.max(SMALL_NAME, Math.min(NAME_SIZE, split.row - 5));
  return islandLevel() && !isCrowd ? SMALL_NAME : NAME_SIZE;
}

/* In rows names may stand as close as the rows do. */
function nameHeight(scale) {
  const row = splitOn() ? split.row : ISLAND_ROW;
  const [size, inRows] = [nameSize(), splitOn() || (islandLevel() && !isCrowd)];
  return inRows ? Math.max(size, Math.min(size + 3, row * scale * 0.98)) : size + 2;
}

function measureName(text) {
  pen.font = `${nameSize()}px ${FONT}`;
  return pen.measureText(text).width;
}

/* As in a newspaper's table, where the whole name has no room. */
function briefName({ name, kind }) {
  const [first, ...others] = name.split(" ");
  return kind === "person" && others.length ? `${[...first][0]}. ${others.join(" ")}` : null;
}

/* In columns marks are too small for the country, so that the name tells it. */
function nameIn(actor, room) {
  const { name, kind, country } = actor;
  if (!room) return shortened(name, 40);
  const brief = briefName(actor) || name;
  const ways = [country && kind !== "state" ? `${name}, ${country}` : name, name, brief];
  const letters = [...brief].length;
  for (let most = letters - 1; most > 3; most -= 1) ways.push(shortened(brief, most));
  return ways.find((text) => measureName(text) <= room) || ways.at(-1);
}

function boxSize(node, scale) {
  const size = Math.max(13, 10 / scale);
  const chosen = state.proposition && node === `proposition/${state.proposition}`;
  const text = named?.small.has(node) ? ""
    : boxText(propositions.get(thingOf(node).proposition), chosen);
  pen.font = `600 ${size}px ${FONT}`;
  const width = text ? pen.measureText(text).width + size * 1.3 : size * 2.2;
  return { size, text, width, height: text ? size * 2.4 : size * 1.3 };
}

function isInside(box, [x, y]) {
  return Math.abs(box.x - x) < box.width / 2 && Math.abs(box.y - y) < box.height / 2;
}

/* Where a position changed: a small sign on the edge, at best nearer to the actor. */
function changeSigns(scale) {
  if (folded && !bright) return [];
  return drawnPositions.filter((one) => one.changed && (!bright || inFocus(one))).map((one) => {
    const [from, to] = nodesOf(one.pair).map((node) => places.get(node));
    return {
      polarity: one.polarity,
      spots: ALONG.map((part) => (
        [from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part].map((at) => at * scale)
      )),
    };
  });
}

function nameable(scale) {
  const marks = [];
  const boxes = [];
  // Around a whole unfolded group there is no room for everybody's name.
  const inRows = islandLevel() && !isCrowd;
  const forced = bright && bright.size <= MOST_NAMED && !(isCrowd && state.group);
  for (const node of visibleNodes) {
    const { x, y, side, room } = places.get(node);
    const { proposition, actor, group } = thingOf(node);
    const lit = !bright || bright.has(node);
    const must = lit && (forced || isRinged(node));
    const at = { id: node, x: x * scale, y: y * scale, must, side };
    if (proposition) {
      const { width, height } = boxSize(node, scale);
      const rank = (isRinged(node) ? 2e6 : must ? 1e6 : 0) + (lit ? 1e3 : 0) + radiusOf.get(node);
      const text = boxText(propositions.get(proposition));
      boxes.push({ ...at, rank, text, dim: !lit, width: width * scale, height: height * scale });
    } else if (lit) {
      const radius = markRadius(node, scale) * scale;
      const inside = group && groupLines(group, 1.7 * radius).length;
      const brief = actor && !room ? briefName(actors.get(actor)) : null;
      const whole = actor ? nameIn(actors.get(actor), room) : groupWords(group);
      const text = inside ? "" : (isNarrow() && brief) || whole;
      const rank = (isRinged(node) ? 2e6 : must ? 1e6 : 0)
        + (actor ? radiusOf.get(node) : 100 + radius);
      const island = actor && inRows ? islandOf(actors.get(actor), islandLevel()) : null;
      marks.push({ ...at, rank, radius, text, brief, island, disc: Boolean(group) });
    }
  }
  const weightiest = (one, other) => other.rank - one.rank || (one.id < other.id ? -1 : 1);
  return { marks: marks.sort(weightiest), boxes: boxes.sort(weightiest) };
}

/* The heading of a disc stands above or in it, at its top or bottom; that of rows in or above them,
 * and as a code where the name has no room. */
function titleAt({ id, text, brief, x, y, align, weight, polarity, above, reach = 0 }, scale) {
  const size = nameSize() + (polarity ? 2 : 0.5);
  pen.font = `700 ${size}px ${FONT}`;
  const at = x * scale;
  const ways = reach ? [[-1, -7], [1, 7], [-1, 11], [1, -11]] : [[0, 0]];
  const ys = ways.map(([way, off]) => (y + way * reach) * scale + off);
  if (brief && !reach) ys.push(above * scale + 7, above * scale - 1, above * scale - 7);
  const texts = [text, reach ? null : brief].filter(Boolean).map((one) => {
    const { width } = pen.measureText(one);
    return { text: one, width, left: at - { left: 0, center: width / 2, right: width }[align] };
  });
  return { id, texts, at, ys, align, polarity, size, weight };
}

function nameNodes(scale) {
  // Boxes are measured with their text, before it is known which have room for it.
  named = null;
  const wanted = nameable(scale);
  const found = findRoom({
    ...wanted,
    headings: headings.map((one) => titleAt(one, scale)).sort((one, other) => other.weight - one.weight),
    signs: changeSigns(scale),
  }, measureName, nameHeight(scale));
  // The country in all marks or in none.
  const codes = wanted.marks.every(({ radius }) => radius >= LEGIBLE_CODE);
  named = { scale, codes, ...found };
}

function drawSign(context, { x, y, polarity }, size, thick) {
  context.beginPath();
  context.arc(x, y, size, 0, 2 * Math.PI);
  context.fillStyle = look.surface;
  context.fill();
  context.lineWidth = thick;
  context.strokeStyle = polarity ? look[SIDE[polarity]] : look.soft;
  context.stroke();
  write(context, "Δ", { x, y, font: `700 ${size * 1.4}px` });
}

/* What is chosen or pointed at is named, whatever it covers. */
function drawPointed(context, scale) {
  const told = new Set([...chosenNodes().map(seenAs), hovered || cursor]);
  for (const node of told) if (visibleNodes.has(node)) drawPlate(context, node, scale);
}

function drawPlate(context, node, scale) {
  if (named.names.has(node)) return;
  const { proposition, actor, group } = thingOf(node);
  if (proposition && !named.small.has(node)) return;
  if (group && groupLines(group, 1.7 * markRadius(node, scale) * scale).length > 1) return;
  const text = actor ? shortened(actors.get(actor).name, isNarrow() ? 40 : 80)
    : group ? groupWords(group) : propositions.get(proposition).short;
  const { x, y } = places.get(node);
  const [width, height] = [measureName(text) + 10, NAME_SIZE + 8];
  const below = (proposition ? 12 : markRadius(node, scale) * scale) + height / 2 + 3;
  drawName(context, {
    x: x * scale, y: y * scale + below, text, width, height, plate: true, size: nameSize(),
  }, scale);
}

function drawWords(context, scale) {
  const size = SIGN / 2 / Math.min(scale, 1);
  for (const { x, y, polarity } of named.signs) {
    drawSign(context, { x: x / scale, y: y / scale, polarity }, size, 1.4 / Math.min(scale, 1));
  }
  for (const name of named.names.values()) drawName(context, { ...name, size: nameSize() }, scale);
  for (const title of named.titles) drawHeading(context, title, scale);
  drawPointed(context, scale);
}
