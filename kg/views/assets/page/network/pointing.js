/* The mouse and the zoom: what is seen, and what a click opens. */

const BUTTONS = 34;

/* The width of the canvas beside its buttons. */
function freeWidth() {
  return canvas.clientWidth - (isNarrow() ? 0 : BUTTONS);
}

/* On a narrow screen they stand in a row beneath. */
function freeHeight() {
  return canvas.clientHeight - (isNarrow() ? BUTTONS + 10 : 0);
}

/* What is to be seen, in units of the canvas, and the room that names need around it in pixels. */
function frameOf(wanted, scale = Infinity) {
  if (splitOn()) return { ...split.frame, beside: 0, above: 0, most: 1 };
  const all = [...wanted].filter((node) => visibleNodes.has(node)).map((node) => {
    const { group, proposition } = thingOf(node);
    const across = group ? islandById.get(group).width : 0;
    const { width, height } = proposition && scale < Infinity ? boxSize(node, scale)
      : { width: across, height: across };
    return { ...places.get(node), width, height };
  });
  if (wanted === visibleNodes) all.push(...grounds);
  if (!all.length) return null;
  const edge = (axis, size, way) => all.map((one) => way * (one[axis] + (way * one[size]) / 2));
  return {
    left: -Math.max(...edge("x", "width", -1)), right: Math.max(...edge("x", "width", 1)),
    top: -Math.max(...edge("y", "height", -1)), bottom: Math.max(...edge("y", "height", 1)),
    beside: islandLevel() ? 14 : portrait ? NARROW_MARGIN + 8 : wanted === visibleNodes ? 75 : 110,
    above: islandLevel() ? 10 : portrait ? 26 : 42, most: 1.5,
  };
}

function scaleFor(frame, width, height) {
  const beside = Math.min(frame.beside, width / 5);
  return Math.min(
    Math.max(width - 2 * beside, 80) / Math.max(frame.right - frame.left, 1),
    Math.max(height - 2 * frame.above, 80) / Math.max(frame.bottom - frame.top, 1),
    frame.most,
  );
}

/* What to show and how large: boxes keep their size on the screen, so it takes two looks. */
function view(wanted, width, height) {
  const first = frameOf(wanted);
  if (!first) return null;
  const frame = frameOf(wanted, scaleFor(first, width, height));
  return { frame, scale: scaleFor(frame, width, height) };
}

/* Whether the reader went to a part of the picture: then it stays, whatever moves around it. */
let nearer = false;

/* vis-network's own fit does not know how large our nodes are. */
function fit(wanted = visibleNodes) {
  const seen = canvas.clientWidth && view(wanted, freeWidth(), freeHeight());
  if (!seen) return;
  const { frame, scale } = seen;
  const aside = canvas.clientWidth - freeWidth();
  const beneath = canvas.clientHeight - freeHeight();
  const position = {
    x: (frame.left + frame.right) / 2 + aside / 2 / scale,
    y: (frame.top + frame.bottom) / 2 + beneath / 2 / scale,
  };
  network.moveTo({ position, scale });
  nearer = false;
}

function zoom(factor) {
  nearer = true;
  const [least, most] = SCALES;
  network.moveTo({ scale: Math.min(most, Math.max(least, network.getScale() * factor)) });
}

function nameAt(point) {
  const scale = network.getScale();
  const { x, y } = network.DOMtoCanvas(point);
  const found = [...(named?.names || [])].find(([, name]) => isInside(name, [x * scale, y * scale]));
  return found?.[0];
}

/* A mark in the columns opens what its actor said on their proposition. */
function openNode(node) {
  const thing = thingOf(node);
  if (thing.group) toggleGroup(thing.group);
  else if (thing.actor && splitOn()) select({ actor: thing.actor, proposition: splitOn() });
  else select(thing);
}

function openAt(point) {
  const node = network.getNodeAt(point) ?? nameAt(point);
  const edge = network.getEdgeAt(point);
  const island = grounds.find((one) => isInside(one, Object.values(network.DOMtoCanvas(point))));
  if (node !== undefined) openNode(node);
  else if (shown.has(edge)) {
    const { pair } = shown.get(edge);
    select({ actor: pair.actor.id, proposition: pair.proposition.id });
  } else if (folded?.cells.has(edge)) {
    const { group, proposition } = folded.cells.get(edge);
    select({ group: groups.has(group) ? group : null, proposition: proposition.id });
  } else if (folded && island) toggleGroup(island.id);
  else if (island && groups.has(island.id)) select({ group: island.id });
  else if (isSelected()) unselect();
}

/* In columns the actor goes first: without their proposition the picture would be another. */
function unselect() {
  if (!splitOn() || state.proposition !== splitOn()) select();
  else if (state.actor) select({ proposition: splitOn() });
}

function startPointing() {
  network.on("click", ({ pointer }) => openAt(pointer.DOM));
  network.on("hoverNode", ({ node }) => { hovered = node; });
  network.on("blurNode", () => { hovered = null; });
  network.on("zoom", () => zoom(1));
  network.on("dragEnd", () => { nearer = true; });
  byId("zoom-in").addEventListener("click", () => zoom(1.25));
  byId("zoom-out").addEventListener("click", () => zoom(0.8));
  byId("zoom-fit").addEventListener("click", () => fit());
}
