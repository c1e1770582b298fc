/* The page without a mouse: arrows go to the nearest node that way, and say what it is. */

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const WEEK = { "[": -7, "]": 7 };

function describe(node) {
  const { actor: id, proposition, group } = thingOf(node);
  if (proposition) {
    const sides = tallies.get(node) || { favours: 0, mixed: 0, opposes: 0 };
    return `${propositions.get(proposition).label}: ${countWords(sides)}`;
  }
  if (group) return `${groupWords(group)}, Enter unfolds it`;
  const actor = actors.get(id);
  const held = drawnPositions.filter((position) => position.pair.actor === actor);
  const where = `${actor.name}, ${actor.country ? countryName(actor.country) : actor.kind}`;
  if (!splitOn()) return `${where}: ${counted(held.length, "position")}`;
  return `${where}: ${verb(held[0].pair.proposition, held[0].polarity, held[0].several)}`;
}

/* Far to the side counts double: an arrow should feel straight. */
function nearest(from, [wayX, wayY]) {
  let best = null;
  let least = Infinity;
  for (const node of visibleNodes) {
    const [x, y] = [places.get(node).x - from.x, places.get(node).y - from.y];
    const along = x * wayX + y * wayY;
    const aside = Math.abs(x * wayY) + Math.abs(y * wayX);
    const far = along + 2 * aside;
    if (along > 0.5 && far < least) [best, least] = [node, far];
  }
  return best;
}

function moveCursor(node) {
  if (!node) return;
  cursor = node;
  const { x, y } = places.get(node);
  const at = network.canvasToDOM({ x, y });
  const inside = at.x > 30 && at.y > 30
    && at.x < canvas.clientWidth - 30 && at.y < canvas.clientHeight - 30;
  if (inside) network.redraw();
  else network.moveTo({ position: { x, y } });
  announce(describe(node));
}

function firstNode() {
  const chosen = chosenNodes().map(seenAs).find((node) => visibleNodes.has(node));
  if (chosen) return chosen;
  const weight = (node) => (radiusOf.get(node) || 0) + (node.startsWith("proposition/") ? 100 : 0);
  return [...visibleNodes].sort((one, other) => weight(other) - weight(one))[0];
}

function onCanvasKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (WAYS[event.key]) {
    const here = visibleNodes.has(cursor) ? cursor : null;
    moveCursor(here ? nearest(places.get(here), WAYS[event.key]) : firstNode());
  } else if (event.key === "Enter" && visibleNodes.has(cursor)) {
    const unfolds = cursor.startsWith("group/");
    openNode(cursor);
    if (unfolds) announce(`${islandName(thingOf(cursor).group)} unfolded`);
    else byId("panel").focus();
  } else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
}

function stepDays(days) {
  if (!stances.length) return;
  const to = new Date(Date.parse(state.day) + days * 86400000).toISOString().slice(0, 10);
  const day = [firstDay, to, lastDay].sort()[1];
  change({ day });
  announce(`As of ${dateWords(day)}`);
}

function onPageKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.closest("input:not([type=range], [type=checkbox]), textarea, select")) return;
  if (event.key === "Escape" && isSelected()) {
    unselect();
    if (state.tab === "network") canvas.focus();
  }
  const tab = [...tabs.keys()][Number(event.key) - 1];
  if (event.key === "/") openSearch();
  else if (WEEK[event.key]) stepDays(WEEK[event.key]);
  else if (tab) {
    openTab(tab);
    announce(tabs.get(tab).label);
  } else return;
  event.preventDefault();
}

function startKeyboard() {
  canvas.addEventListener("keydown", onCanvasKey);
  canvas.addEventListener("focusout", () => { cursor = null; network.redraw(); });
  document.addEventListener("keydown", onPageKey);
}
