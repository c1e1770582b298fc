/* The table and the network side by side, polarisation under them, as one picture for files. */

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

/* The course of polarisation in so wide a room; null where nothing was said. */
function polarisationPicture(width, look) {
  const view = polarisationView();
  if (!view.periods.length) return null;
  for (const period of view.periods) {
    if (period.told && period.told.figure !== null) period.ends = endsOf(debateBasis, period);
  }
  return drawing(
    "g", {}, drawing("text", { x: 0, y: 16, "font-size": 14, "font-weight": 600, fill: look.ink },
      shortened(`Polarisation over time: ${polarisationSubject()}`, 90)),
    drawing("g", { transform: "translate(0 26)" }, courseDrawing(view, width, look)),
  );
}

function agreementPicture() {
  const view = agreementView();
  const { units, rows } = view;
  const look = paperLook();
  const side = units.length ? PICTURE_HEAD + units.length * PICTURE_CELL : 0;
  const beside = units.length ? side + 30 + TIES_BOX.width : 800;
  const above = units.length ? Math.max(side, TIES_BOX.height) + 20 : 0;
  const course = polarisationPicture(Math.min(beside, 900), look);
  if (!units.length && !course) return null;
  const height = above + (course ? courseHeight() + 30 : 0);
  return drawing(
    "svg", {
      xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${beside} ${height}`, width: beside, height,
      "data-legend": "own",
    },
    drawing("g", { class: "agreement-table" },
      units.flatMap((unit, at) => [false, true].map((turned) => pictureName(unit, at, turned, look))),
      rows.flatMap((row, at) => units.map((_, other) => pictureCell(row[other], at, other, look)))),
    units.length ? drawing("g", { transform: `translate(${side + 30} ${(above - 20 - TIES_BOX.height) / 2})` },
      tiesDrawing({ ...view, ...placedTies(view) }, look)) : null,
    course && drawing("g", { transform: `translate(0 ${above})` }, course),
  );
}
