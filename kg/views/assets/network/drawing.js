/* The picture: vis-network draws and moves it, what it shows and how is decided here. */

const DIM = 0.12;
const ALONG = [0.28, 0.38, 0.2, 0.48];
const NAME_SIZE = 12.5;
const MOST_DASHED = 700;
const DASHES = { favours: false, mixed: [1.5, 5], opposes: [9, 5] };
const radiusOf = new Map(drawnNodes.map((node) => [node.id, node.size]));
const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const canvas = byId("canvas");
const pen = element("canvas").getContext("2d");
const drawn = new Map();
let network = null;
let tallies = new Map();
let visibleNodes = new Set();
let cursor = null;
let hovered = null;
let named = { scale: 0, small: new Set(), names: new Map() };

/* The nodes that stay bright: the selection and its neighbours; null when all do. */
function focusedNodes() {
  const pair = selectedPair();
  if (pair) return new Set(nodesOf(pair));
  const chosen = (state.actor && `actor/${state.actor}`)
    || (state.proposition && `proposition/${state.proposition}`);
  if (!chosen || !home.has(chosen)) return null;
  const bright = new Set([chosen]);
  for (const position of shown.values()) {
    const ends = nodesOf(position.pair);
    if (ends.includes(chosen)) ends.forEach((end) => bright.add(end));
  }
  return bright;
}

let bright = null;

function isRinged(node) {
  const thing = thingOf(node);
  return node === cursor || node === hovered
    || (thing.actor ? thing.actor === state.actor : thing.proposition === state.proposition);
}

function boxSize(node, scale) {
  const size = Math.max(13, 10 / scale);
  const proposition = propositions.get(thingOf(node).proposition);
  const small = named.small.has(node);
  const text = small ? "" : boxText(proposition, isRinged(node));
  pen.font = `600 ${size}px ${FONT}`;
  const width = text ? pen.measureText(text).width + size * 1.3 : size * 2.2;
  return { size, text, width, height: text ? size * 2.4 : size * 1.3 };
}

function smallestMark(node, scale) {
  if (state.split) return Math.min(9, ROW * scale * 0.47);
  return bright?.has(node) ? 9 : 5;
}

/* A mark never gets too small to hit, nor one in focus to read. */
function markRadius(node, scale) {
  return Math.max(radiusOf.get(node), smallestMark(node, scale) / scale);
}

function nodeRenderer({ ctx, id, x, y }) {
  const scale = network ? network.getScale() : 1;
  const thing = thingOf(id);
  const alpha = bright && !bright.has(id) ? DIM : 1;
  const ring = isRinged(id);
  if (thing.actor) {
    const radius = markRadius(id, scale);
    return {
      drawNode() {
        ctx.globalAlpha = alpha;
        drawActor(ctx, actors.get(thing.actor), { x, y, radius, scale, ring });
        ctx.globalAlpha = 1;
      },
      nodeDimensions: { width: 2 * radius, height: 2 * radius },
    };
  }
  const box = boxSize(id, scale);
  return {
    drawNode() {
      ctx.globalAlpha = alpha;
      const counts = tallies.get(id) || { favours: 0, mixed: 0, opposes: 0 };
      drawProposition(ctx, { x, y, ...box, counts, ring, scale });
      ctx.globalAlpha = 1;
    },
    nodeDimensions: { width: box.width, height: box.height },
  };
}

function nameable(scale) {
  const marks = [];
  const boxes = [];
  for (const node of visibleNodes) {
    const { x, y, side } = places.get(node);
    const thing = thingOf(node);
    const lit = !bright || bright.has(node);
    const must = lit && (Boolean(bright) || isRinged(node));
    const rank = (must ? 1e6 : 0) + (lit ? 1e3 : 0) + radiusOf.get(node);
    const pointed = node === cursor || node === hovered;
    const at = { id: node, x: x * scale, y: y * scale, must, rank, side, pointed };
    if (thing.actor && lit) {
      const radius = markRadius(node, scale) * scale;
      marks.push({ ...at, radius, text: shortened(actors.get(thing.actor).name, 40) });
    } else if (thing.proposition) {
      const { width, height } = boxSize(node, scale);
      boxes.push({ ...at, dim: !lit, width: width * scale, height: height * scale });
    }
  }
  const weightiest = (one, other) => other.rank - one.rank || (one.id < other.id ? -1 : 1);
  return { marks: marks.sort(weightiest), boxes: boxes.sort(weightiest) };
}

function nameNodes(scale) {
  // Boxes are measured with their text, before it is known which have room for it.
  named = { scale, small: new Set(), names: new Map() };
  const { marks, boxes } = nameable(scale);
  pen.font = `${NAME_SIZE}px ${FONT}`;
  const measure = (text) => pen.measureText(text).width;
  named = { scale, ...findRoom(boxes, marks, measure, NAME_SIZE + 3) };
}

function drawNames(context) {
  const scale = network.getScale();
  const names = [...named.names.values()].sort((one, other) => one.plate - other.plate);
  for (const name of names) drawName(context, name, scale, NAME_SIZE);
  for (const heading of headings) drawHeading(context, heading, scale, NAME_SIZE);
}

function litBoxes(scale) {
  return [...visibleNodes]
    .filter((node) => node.startsWith("proposition/") && (!bright || bright.has(node)))
    .map((node) => ({ ...places.get(node), ...boxSize(node, scale) }));
}

function isInside(box, [x, y]) {
  return Math.abs(box.x - x) < box.width / 2 && Math.abs(box.y - y) < box.height / 2;
}

/* Where a position changed: a small sign on the edge, nearer to the actor and beside any text. */
function drawChanges(context) {
  const scale = network.getScale();
  const size = 7 / Math.min(scale, 1);
  const boxes = litBoxes(scale);
  for (const position of shown.values()) {
    const [one, other] = nodesOf(position.pair);
    if (!position.changed || (bright && !(bright.has(one) && bright.has(other)))) continue;
    const { x: x1, y: y1 } = places.get(one);
    const { x: x2, y: y2 } = places.get(other);
    const [x, y] = ALONG.map((part) => [x1 + (x2 - x1) * part, y1 + (y2 - y1) * part])
      .find((point) => !boxes.some((box) => isInside(box, point))) || [x1, y1];
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = look.surface;
    context.fill();
    context.lineWidth = 1.4 / Math.min(scale, 1);
    context.strokeStyle = look[SIDE[position.polarity]];
    context.stroke();
    context.font = `700 ${size * 1.4}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = look.ink;
    context.fillText("Δ", x, y);
  }
}

function edgeLook(pair) {
  const position = shown.get(pair.edge);
  if (!position || (state.split && pair.proposition.id !== state.proposition)) {
    return { id: pair.edge, hidden: true };
  }
  const chosen = selectedPair();
  const lit = chosen ? chosen === pair : !bright || nodesOf(pair).every((end) => bright.has(end))
    && (pair.actor.id === state.actor || pair.proposition.id === state.proposition);
  const few = shown.size <= MOST_DASHED;
  return {
    id: pair.edge,
    hidden: false,
    color: { color: look[SIDE[position.polarity]], opacity: lit ? (bright ? 0.95 : 0.5) : DIM },
    width: Math.min(6, 0.9 + 0.75 * position.said.length) + (chosen === pair ? 2 : 0),
    dashes: few && DASHES[position.polarity],
    title: `${pair.actor.name} ${verb(pair.proposition, position.polarity, position.several)}`
      + ` – ${pair.proposition.short} (${counted(position.said.length, "stance")})`,
  };
}

/* vis-network is slow to take rows: only those that differ from what it has. */
function updateRows(rows, into) {
  const changed = rows.filter((row) => {
    const text = JSON.stringify(row);
    if (drawn.get(row.id) === text) return false;
    drawn.set(row.id, text);
    return true;
  });
  if (changed.length) into.update(changed);
}

function tally() {
  tallies = new Map();
  for (const position of shown.values()) {
    const node = `proposition/${position.pair.proposition.id}`;
    if (!tallies.has(node)) tallies.set(node, { favours: 0, mixed: 0, opposes: 0 });
    tallies.get(node)[position.polarity] += 1;
  }
}

function redraw() {
  tally();
  bright = focusedNodes();
  visibleNodes = placeNodes(bright);
  updateRows(pairs.map(edgeLook), edges);
  updateRows(drawnNodes.map(({ id }) => {
    const { x, y } = places.get(id);
    return { id, x, y, hidden: !visibleNodes.has(id) };
  }), nodes);
  named.scale = 0;
  byId("nothing").hidden = visibleNodes.size > 0;
  network.redraw();
  // vis-network leaves out what was off the screen before, and looks again only the next time.
  requestAnimationFrame(() => network.redraw());
}

/* vis-network's own fit does not know how large our nodes are. */
function fit(wanted = visibleNodes) {
  const all = [...wanted].filter((node) => visibleNodes.has(node)).map((node) => places.get(node));
  if (!all.length || !canvas.clientWidth) return;
  const [xs, ys] = [all.map((place) => place.x), all.map((place) => place.y)];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  let beside = Math.min(75, canvas.clientWidth / (wanted === visibleNodes ? 12 : 5));
  if (state.split) beside = Math.min(205, canvas.clientWidth / 3.2);
  const scale = Math.min(
    Math.max(canvas.clientWidth - 2 * beside, 80) / Math.max(right - left, 1),
    Math.max(canvas.clientHeight - 90, 80) / Math.max(bottom - top, 1),
    1.5,
  );
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale });
}

function zoom(factor) {
  const scale = Math.min(8, Math.max(0.05, network.getScale() * factor));
  network.moveTo({ scale });
}

function openAt(point) {
  const node = network.getNodeAt(point);
  const edge = network.getEdgeAt(point);
  if (node !== undefined) {
    const thing = thingOf(node);
    select(thing.actor, thing.proposition);
  } else if (edge !== undefined && shown.has(edge)) {
    const { pair } = shown.get(edge);
    select(pair.actor.id, pair.proposition.id);
  } else if (state.actor || state.proposition) {
    select(null, null);
  }
}

function startDrawing() {
  readLook();
  const options = { ...block("kg-options"), height: "100%", width: "100%" };
  // A name for screen readers comes from the element around it.
  nodes.add(drawnNodes.map(({ id, x, y }) => (
    { id, x, y, shape: "custom", ctxRenderer: nodeRenderer }
  )));
  edges.add(drawnEdges.map(({ id, from, to, arrows }) => ({ id, from, to, arrows })));
  network = new vis.Network(canvas, { nodes, edges }, options);
  // Before the nodes: a box must know whether there is room for its text.
  network.on("beforeDrawing", () => {
    if (named.scale !== network.getScale()) nameNodes(network.getScale());
  });
  network.on("afterDrawing", (context) => {
    drawChanges(context);
    drawNames(context);
  });
  network.on("click", ({ pointer }) => openAt(pointer.DOM));
  network.on("hoverNode", ({ node }) => { hovered = node; named.scale = 0; });
  network.on("blurNode", () => { hovered = null; named.scale = 0; });
  network.on("zoom", () => {
    const scale = network.getScale();
    if (scale < 0.05 || scale > 8) network.moveTo({ scale: Math.min(8, Math.max(0.05, scale)) });
  });
  redraw();
  fit();
}
