/* What the network shows as an SVG, for files and paper. */

const PAPER_SIZE = [1400, 1000];

function drawEdge(pen, row, scale) {
  const [from, to] = [places.get(row.from), places.get(row.to)];
  pen.globalAlpha = row.color.opacity;
  pen.strokeStyle = row.color.color;
  pen.lineWidth = row.width;
  pen.dashes = row.dashes || null;
  pen.beginPath();
  pen.moveTo(from.x, from.y);
  pen.lineTo(to.x, to.y);
  pen.stroke();
  [pen.globalAlpha, pen.dashes] = [1, null];
}

function drawAll(pen, scale) {
  nameNodes(scale);
  drawGrounds(pen, scale);
  for (const row of edgeRows()) drawEdge(pen, row, scale);
  const last = [...visibleNodes].sort((one, other) => (
    Number(one.startsWith("proposition/")) - Number(other.startsWith("proposition/"))
  ));
  for (const node of last) drawNode(pen, node, scale);
  drawWords(pen, scale);
}

/* The whole arrangement, however far the screen is zoomed in. */
function networkPicture() {
  if (!visibleNodes.size) return null;
  const size = splitOn() ? [freeWidth(), canvas.clientHeight] : PAPER_SIZE;
  const { frame, scale } = view(visibleNodes, ...size);
  const pen = new VectorPen();
  const onScreen = look;
  const pointed = [cursor, hovered];
  [look, cursor, hovered] = [paperLook(), null, null];
  drawAll(pen, scale);
  [look, named, [cursor, hovered]] = [onScreen, null, pointed];
  const [beside, above] = [frame.beside + MARGIN, frame.above + 12].map((room) => room / scale);
  const [width, height] = [frame.right - frame.left + 2 * beside, frame.bottom - frame.top + 2 * above];
  return drawing("svg", {
    xmlns: "http://www.w3.org/2000/svg", width: width * scale, height: height * scale,
    viewBox: [frame.left - beside, frame.top - above, width, height].map(rounded).join(" "),
    "font-family": FONT,
  }, ...pen.parts);
}
