/* The picture without a mouse: arrows go to the nearest node that way, and say what it is. */

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function describe(node) {
  const thing = thingOf(node);
  if (thing.proposition) {
    const counts = tallies.get(node) || { favours: 0, mixed: 0, opposes: 0 };
    return `${propositions.get(thing.proposition).label}: ${countWords(counts)}`;
  }
  const actor = actors.get(thing.actor);
  const held = [...shown.values()].filter((position) => position.pair.actor === actor).length;
  return `${actor.name}, ${actor.country ? countryName(actor.country) : actor.kind}: `
    + counted(held, "position");
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
  named.scale = 0;
  const { x, y } = places.get(node);
  const at = network.canvasToDOM({ x, y });
  const inside = at.x > 30 && at.y > 30
    && at.x < canvas.clientWidth - 30 && at.y < canvas.clientHeight - 30;
  if (inside) network.redraw();
  else network.moveTo({ position: { x, y } });
  announce(describe(node));
}

function firstNode() {
  const chosen = selectedPair() ? nodesOf(selectedPair())[0]
    : (state.actor && `actor/${state.actor}`)
      || (state.proposition && `proposition/${state.proposition}`);
  if (visibleNodes.has(chosen)) return chosen;
  const weight = (node) => radiusOf.get(node) + (node.startsWith("proposition/") ? 100 : 0);
  return [...visibleNodes].sort((one, other) => weight(other) - weight(one))[0];
}

function onCanvasKey(event) {
  if (WAYS[event.key]) {
    const here = visibleNodes.has(cursor) ? cursor : null;
    moveCursor(here ? nearest(places.get(here), WAYS[event.key]) : firstNode());
  } else if (event.key === "Enter" && visibleNodes.has(cursor)) {
    const thing = thingOf(cursor);
    select(thing.actor, thing.proposition);
    byId("panel").focus();
  } else if (event.key === "+" || event.key === "=") zoom(1.25);
  else if (event.key === "-") zoom(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
}

function onPageKey(event) {
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "/" && !typing) {
    byId("search").focus();
    event.preventDefault();
  } else if (event.key === "Escape" && (state.actor || state.proposition)) {
    select(null, null);
    canvas.focus();
  }
}

function startKeyboard() {
  canvas.addEventListener("keydown", onCanvasKey);
  canvas.addEventListener("blur", () => { cursor = null; named.scale = 0; network.redraw(); });
  document.addEventListener("keydown", onPageKey);
}
