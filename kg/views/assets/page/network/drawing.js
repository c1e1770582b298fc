/* The picture: vis-network draws and moves it, what it shows and how is decided here. */

const DIM = 0.12;
const MOST_DASHED = 700;
const DASHES = { favours: false, mixed: [1.5, 5], opposes: [9, 5] };
const SCALES = [0.02, 8];
const radiusOf = new Map(drawnNodes.map((node) => [node.id, node.size]));
const nodes = new vis.DataSet();
const edges = new vis.DataSet();
const canvas = byId("canvas");
const onCanvas = { nodes: new Map(), edges: new Map() };
let network = null;
let tallies = new Map();
let visibleNodes = new Set();
let drawnPositions = [];

/* Marks in rows or crowds keep to their place; elsewhere none gets too small to hit. */
function markRadius(node, scale) {
  const { group } = thingOf(node);
  if (group) return Math.max(islandById.get(group).width / 2, 9 / scale);
  const own = radiusOf.get(node);
  if (splitOn()) return Math.min(own, split.row * 0.44);
  if (islandLevel()) return Math.max(Math.min(own, 14), Math.min(3.5 / scale, 17));
  return Math.max(own, (bright?.has(node) ? 9 : 5) / scale);
}

function drawNode(context, node, scale) {
  const { actor, proposition, group } = thingOf(node);
  const at = { ...places.get(node), scale, ring: isRinged(node) };
  // Where boxes would cover each other, one comes back as one zooms in.
  if (named?.gone.has(node) && !at.ring) return;
  context.globalAlpha = bright && !bright.has(node) ? DIM : 1;
  if (proposition) {
    const sides = tallies.get(node) || { favours: 0, mixed: 0, opposes: 0 };
    drawProposition(context, { ...at, ...boxSize(node, scale), sides });
  } else {
    const radius = markRadius(node, scale);
    const lines = group && groupLines(group, 1.7 * radius * scale);
    if (group) drawGroup(context, { ...at, radius, lines, size: NAME_SIZE });
    else drawActor(context, actors.get(actor), { ...at, radius, code: named?.codes && context.globalAlpha === 1 });
  }
  context.globalAlpha = 1;
}

function nodeRenderer({ ctx, id }) {
  const scale = network ? network.getScale() : 1;
  // vis-network also measures what was just hidden.
  if (!visibleNodes.has(id)) return { drawNode() {}, nodeDimensions: { width: 0, height: 0 } };
  const draw = () => drawNode(ctx, id, scale);
  if (!id.startsWith("proposition/")) {
    const across = 2 * markRadius(id, scale);
    return { drawNode: draw, nodeDimensions: { width: across, height: across } };
  }
  const { width, height } = boxSize(id, scale);
  // What vis-network takes for an outer label it draws on top of all nodes.
  return { drawNode() {}, drawExternalLabel: draw, nodeDimensions: { width, height } };
}

/* Dashes are slow to draw, and a thousand of them are not told apart. */
function dashed() {
  return (folded ? folded.cells.size : 0) + drawnPositions.length <= MOST_DASHED;
}

function edgeRow(id, from, to, { polarity, lit, width, opacity, title }) {
  const color = look[SIDE[polarity]];
  return {
    id, from, to, hidden: false, width, title,
    color: { color, hover: color, highlight: color, opacity: lit ? opacity : DIM },
    dashes: dashed() && DASHES[polarity],
  };
}

/* Many lines together are dark enough. */
function faintness() {
  return Math.min(0.5, Math.max(0.14, 10 / Math.sqrt(drawnPositions.length)));
}

function pairRow(position) {
  const { pair, polarity, said, several } = position;
  const chosen = selectedPair() === pair;
  const number = counted(said.length, "stance");
  return edgeRow(pair.edge, ...nodesOf(pair), {
    polarity, lit: splitOn() || !bright || inFocus(position),
    opacity: chosen || (bright && !splitOn()) ? 0.95 : faintness(),
    width: Math.min(6, 0.9 + 0.75 * said.length) + (chosen ? 2 : 0),
    title: `${pair.actor.name} ${verb(pair.proposition, polarity, several)}`
      + ` – ${pair.proposition.short} (${number})`,
  });
}

/* The paler, the more divided: half and half is hardly seen. */
function cellRow(cell) {
  const polarity = majority(cell);
  const share = cell.sides[polarity] / cell.number;
  return edgeRow(cell.id, `group/${cell.group}`, `proposition/${cell.proposition.id}`, {
    polarity, lit: !bright || cell.lit, title: foldedWords(cell),
    opacity: Math.min(1, (0.1 + 0.9 * Math.max(0, share - 0.4)) * (bright ? 1.6 : 1)),
    width: Math.min(9, 0.5 + 0.5 * Math.sqrt(cell.number)),
  });
}

function edgeRows() {
  const cells = folded ? [...folded.cells.values()].map(cellRow) : [];
  return [...cells, ...drawnPositions.map(pairRow)];
}

function nodeRows() {
  return [...visibleNodes].map((id) => {
    const { x, y } = places.get(id);
    return { id, x, y, hidden: false, shape: "custom", ctxRenderer: nodeRenderer };
  });
}

/* vis-network is slow to take rows: only those that differ from what it has. */
function updateRows(rows, into, had) {
  const wanted = new Set(rows.map(({ id }) => id));
  const changed = rows.filter((row) => {
    const text = JSON.stringify(row);
    if (had.get(row.id) === text) return false;
    had.set(row.id, text);
    return true;
  });
  for (const [id, text] of had) {
    if (wanted.has(id) || !text) continue;
    had.set(id, "");
    changed.push({ id, hidden: true });
  }
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
  // Whatever draws before all is known draws nothing.
  visibleNodes = new Set();
  chooseSplit();
  tally();
  foldGroups();
  bright = focusedNodes();
  visibleNodes = placeNodes();
  canvas.parentElement.style.minHeight = splitOn() && isNarrow() ? `${Math.ceil(split.need)}px` : "";
  drawnPositions = [...shown.values()].filter(({ pair }) => (
    folded ? folded.single.has(pair.actor) : !splitOn() || pair.proposition.id === splitOn()
  ));
  updateRows(nodeRows(), nodes, onCanvas.nodes);
  updateRows(edgeRows(), edges, onCanvas.edges);
  named = null;
  const nothing = byId("nothing");
  nothing.hidden = visibleNodes.size > 0;
  nothing.dataset.told ??= nothing.textContent;
  nothing.textContent = splitOn()
    ? `No position on “${propositions.get(splitOn()).label}” passes the filters.` : nothing.dataset.told;
  network.redraw();
  // vis-network leaves out what was off the screen before, and looks again only the next time.
  requestAnimationFrame(() => network.redraw());
}

function startDrawing() {
  readLook();
  const options = { ...block("kg-options"), height: "100%", width: "100%" };
  network = new vis.Network(canvas, { nodes, edges }, options);
  // Before the nodes: a box must know whether there is room for its text.
  network.on("beforeDrawing", (context) => {
    const scale = network.getScale();
    if (visibleNodes.size && named?.scale !== scale) nameNodes(scale);
    drawGrounds(context, scale);
  });
  network.on("afterDrawing", (context) => {
    if (named) drawWords(context, network.getScale());
  });
  startPointing();
  new ResizeObserver(() => {
    if (splitOn() || portrait !== isPortrait()) redraw();
    if (!nearer) fit(bright && isNarrow() ? bright : visibleNodes);
  }).observe(canvas);
  // The canvas around it is the one stop of the keyboard, and has a name.
  canvas.querySelector(".vis-network").removeAttribute("tabindex");
}

/* On a narrow screen the whole graph is too small to read, and a tap would seem to do nothing. */
function drawNetwork(stage, patch) {
  const before = `${Boolean(folded)} ${splitOn()}`;
  redraw();
  showLegend();
  const selected = Object.keys(NOTHING).some((name) => name in patch);
  const other = before !== `${Boolean(folded)} ${splitOn()}`;
  if (other || ["arrange", "fold", "tab"].some((name) => name in patch)) fit();
  else if (selected && isNarrow() && !splitOn()) fit(bright || visibleNodes);
}

addTab("network", {
  label: "Network", draw: drawNetwork, picture: networkPicture,
  pictured: splitPositions,
});
