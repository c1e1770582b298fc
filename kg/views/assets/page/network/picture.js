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
  const size = splitOn() ? [freeWidth(), freeHeight()] : PAPER_SIZE;
  const { frame, scale } = view(visibleNodes, ...size);
  const pen = new VectorPen();
  const onScreen = look;
  const pointed = [cursor, hovered];
  [look, cursor, hovered] = [paperLook(), null, null];
  drawAll(pen, scale);
  const [beside, above] = [frame.beside + MARGIN, frame.above + 12].map((room) => room / scale);
  // What the sign means, under it all.
  const foot = named.signs.length ? 24 / scale : 0;
  if (foot) {
    const [x, y] = [frame.left - beside + 12 / scale, frame.bottom + above + foot / 2];
    drawSign(pen, { x, y }, 7 / scale, 1.4 / scale);
    write(pen, "changed", { x: x + 12 / scale, y, font: `${NAME_SIZE / scale}px`, align: "left" });
  }
  [look, named, [cursor, hovered]] = [onScreen, null, pointed];
  const [width, height] = [frame.right - frame.left + 2 * beside, frame.bottom - frame.top + 2 * above];
  return drawing("svg", {
    xmlns: "http://www.w3.org/2000/svg", width: width * scale, height: (height + foot) * scale,
    viewBox: [frame.left - beside, frame.top - above, width, height + foot].map(rounded).join(" "),
    "font-family": FONT,
  }, ...pen.parts);
}
