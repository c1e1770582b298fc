/* The table and the network side by side, as one picture for files. */

const PICTURE_CELL = 24;
const PICTURE_HEAD = 128;

function pictureName(unit, at, turned, look) {
  const [x, y] = [PICTURE_HEAD - 6, PICTURE_HEAD + (at + 0.5) * PICTURE_CELL + 4];
  return drawing("text", {
    ...(turned
      ? { transform: `translate(${y} ${PICTURE_HEAD - 6}) rotate(-90)` }
      : { x, y, "text-anchor": "end" }),
    "font-size": 12, fill: look.ink,
  }, shortened(groupName(unit), 20));
}

function pictureCell(found, at, other, look) {
  const [x, y] = [other, at].map((place) => PICTURE_HEAD + place * PICTURE_CELL);
  const step = found && found.shared >= leastShared() ? agreementStep(found.share) : null;
  if (!step && at !== other) return null;
  const size = PICTURE_CELL - 1;
  return drawing(
    "g", {},
    drawing("rect", { x, y, width: size, height: size, fill: step ? stepFill(step, look) : look.mark }),
    step
      ? drawing("text", {
        x: x + size / 2, y: y + 15.5, "text-anchor": "middle", "font-size": 10.5, fill: stepInk(step, look),
      }, String(percent(found.share)))
      : null,
  );
}

function agreementPicture() {
  const view = agreementView();
  const { units, rows } = view;
  if (!units.length) return null;
  const look = paperLook();
  const side = PICTURE_HEAD + units.length * PICTURE_CELL;
  const [width, height] = [side + 30 + TIES_BOX.width, Math.max(side, TIES_BOX.height)];
  return drawing(
    "svg", {
      xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height,
      "data-legend": "own",
    },
    units.flatMap((unit, at) => [false, true].map((turned) => pictureName(unit, at, turned, look))),
    rows.flatMap((row, at) => units.map((_, other) => pictureCell(row[other], at, other, look))),
    drawing("g", { transform: `translate(${side + 30} ${(height - TIES_BOX.height) / 2})` },
      tiesDrawing({ ...view, ...placedTies(view) }, look)),
  );
}
