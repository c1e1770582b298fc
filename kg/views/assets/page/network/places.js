/* Where the nodes stand: by agreement, on islands, or for and against in columns. */

const islands = block("kg-islands");
/* So many actors that the page may have to show groups of them. */
const isCrowd = "family" in islands;
const homes = Object.fromEntries(["agreement", "portrait", ...Object.keys(islands)].map((name) => [
  name,
  new Map(drawnNodes.map(({ id, x, y, [name]: at = [x, y] }) => [id, { x: at[0], y: at[1] }])),
]));
const islandById = byIds(Object.values(islands).flat());
const HEADING = 18;
const places = new Map();
/* Whether the places are those for a canvas that is higher than wide. */
let portrait = false;
/* What is written beside the nodes, and the grounds under them: in units of the canvas. */
let headings = [];
let grounds = [];

function thingOf(node) {
  const [kind, id] = [node.slice(0, node.indexOf("/")), node.slice(node.indexOf("/") + 1)];
  return { [kind]: id };
}

function nodesOf(pair) {
  return [`actor/${pair.actor.id}`, `proposition/${pair.proposition.id}`];
}

/* By which level the actors stand on islands; null where they do not. */
function islandLevel() {
  if (state.arrange === "split") return null;
  if (isCrowd) return state.fold;
  return state.arrange === "country" ? "country" : null;
}

function islandOf(actor, level) {
  return groupOf(actor, level) || `${level}/none`;
}

function islandName(group) {
  if (group.endsWith("/none")) return group === "family/none" ? "No party family" : "No country";
  return groupName(group);
}

function isPortrait() {
  return !isCrowd && canvas.clientHeight > 1.05 * canvas.clientWidth;
}

/* On a high canvas islands stand further apart, one under the other. */
function stretchIslands(level) {
  const all = islands[level];
  const reach = (axis, size) => Math.max(...all.map((one) => Math.abs(one[axis]) + one[size] / 2));
  const times = Math.max((freeHeight() * reach("x", "width")) / (freeWidth() * reach("y", "height")), 1);
  for (const [node, place] of places) {
    const actor = actors.get(thingOf(node).actor);
    const from = actor ? islandById.get(islandOf(actor, level)).y : place.y;
    place.y += from * (times - 1);
  }
  return times;
}

function placeIslands(level, visible) {
  const found = new Map();
  for (const node of visible) {
    const actor = actors.get(thingOf(node).actor);
    const group = actor && islandOf(actor, level);
    if (group) found.set(group, (found.get(group) || 0) + 1);
  }
  const times = portrait ? stretchIslands(level) : 1;
  grounds = [...found.keys()].map((group) => {
    const island = islandById.get(group);
    return { ...island, y: island.y * times, round: isCrowd };
  });
  headings = grounds.map(({ id, x, y, width, height }) => ({
    id, text: shortened(islandName(id), 28), brief: shortened(id.slice(id.indexOf("/") + 1), 4),
    above: y - height / 2, x: isCrowd ? x : x - width / 2 + 10,
    y: isCrowd ? y : y - height / 2 + HEADING, reach: isCrowd ? height / 2 : 0,
    align: isCrowd ? "center" : "left", weight: found.get(id),
  }));
  if (isCrowd) return;
  for (const node of visible) {
    if (node.startsWith("actor/")) places.get(node).side = "right";
  }
}

/* Puts the nodes where they belong now, and gives those to be seen. */
function placeNodes() {
  [headings, grounds] = [[], []];
  places.clear();
  if (splitOn()) return placeSplit(splitOn());
  const level = islandLevel();
  portrait = isPortrait();
  for (const [node, place] of homes[level || (portrait ? "portrait" : "agreement")]) places.set(node, { ...place });
  if (folded) return placeFolded();
  const visible = new Set([...shown.values()].flatMap((position) => nodesOf(position.pair)));
  for (const node of bright || []) if (places.has(node)) visible.add(node);
  if (level) placeIslands(level, visible);
  return visible;
}

/* What lies under lines and nodes: the grounds of groups, and what leads to names. */
function drawGrounds(context, scale) {
  for (const { id, x, y, width, height, round } of grounds) {
    const radius = round ? width / 2 : 14;
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, radius);
    const chosen = id === state.group || id === state.peer;
    context.fillStyle = look.ground;
    context.fill();
    context.lineWidth = (chosen ? 2 : 1) / scale;
    context.strokeStyle = chosen ? look.focus : look.line;
    context.stroke();
  }
  for (const name of named?.names.values() || []) if (name.far) drawLeader(context, name, scale);
}
