/* The matrix as a picture for files. */

const PICTURE_ROWS = 150;
const SHEET = { names: 190, cell: 20, theme: 66, row: 18, themes: 32, head: 138, foot: 30 };

function sheetText(text, x, y, fill, properties = {}) {
  return drawing("text", { x, y, fill, "font-size": 11.5, ...properties }, text);
}

/* The middle of each column; a theme of few propositions still needs room for its name. */
function sheetPlan(shownThemes) {
  const columns = new Map();
  let right = SHEET.names;
  const heads = shownThemes.map(({ label, ids }) => {
    const [left, step] = [right, Math.max(SHEET.cell, SHEET.theme / ids.length)];
    ids.forEach((id, at) => columns.set(id, left + (at + 0.5) * step));
    right += ids.length * step;
    return { label, left, width: right - left };
  });
  return { columns, heads, right };
}

function sheetHead({ columns, heads }, look) {
  const themeHead = ({ label, left, width }) => {
    const lines = textLines(label, 10.5, 600, width - 4, 2);
    return [
      ...lines.map((line, at) => sheetText(
        line, left + 2, SHEET.themes - 8 - 12 * (lines.length - 1 - at), look.soft, { "font-size": 10.5, "font-weight": 600 },
      )),
      drawing("path", { d: `M${left + 2} ${SHEET.themes - 3}H${left + width - 2}`, stroke: look.soft }),
    ];
  };
  const columnName = ([id, x]) => {
    const [name] = textLines(propositions.get(id).short, 11.5, 400, SHEET.head - 10, 1);
    return sheetText(name, 0, 0, look.ink, {
      transform: `translate(${x + 4} ${SHEET.themes + SHEET.head - 6}) rotate(-90)`,
    });
  };
  return [...heads.flatMap(themeHead), ...[...columns].map(columnName)];
}

function sheetShare(held, x, y, look) {
  const sides = countPolarities(held);
  const side = meanSide(sides);
  const [width, left] = [SHEET.cell - 2, x - SHEET.cell / 2 + 1];
  const unit = width / held.length;
  let from = left;
  const bar = POLARITIES.map((polarity) => {
    const part = drawing("rect", {
      x: from, y: y + 4, width: sides[polarity] * unit, height: 3, fill: look[SIDE[polarity]],
    });
    from += sides[polarity] * unit;
    return part;
  });
  return [
    drawing("rect", { x: left, y: y - 8, width, height: 16, fill: look[`${side}-tint`] }),
    sheetText(String(held.length), x, y + 2, look.ink, { "font-size": 10, "text-anchor": "middle" }), ...bar,
  ];
}

function sheetMark([{ polarity, changed }], x, y, look) {
  return [
    polarityMark(polarity, x, y, 5, { fill: look[SIDE[polarity]] }),
    changed ? sheetText("Δ", x + 4, y - 2, look.ink, { "font-size": 7.5 }) : null,
  ];
}

function sheetRow(row, { columns, right }, y, look) {
  const [name] = textLines(row.name, 11.5, 400, SHEET.names - 10, 1);
  const sign = state.rows === "actor" ? sheetMark : sheetShare;
  return [
    sheetText(name, SHEET.names - 8, y + 4, look.ink, { "text-anchor": "end" }),
    drawing("path", {
      d: `M${SHEET.names} ${y + SHEET.row / 2}H${right}`, stroke: look.line, "stroke-width": 0.6,
    }),
    ...[...row.cells].flatMap(([id, held]) => sign(held, columns.get(id), y, look)),
  ];
}

function sheetLegend(y, look) {
  const parts = [];
  let x = SHEET.names;
  for (const polarity of POLES_FIRST) {
    const words = SIDE[polarity];
    parts.push(polarityMark(polarity, x + 5, y, 5, { fill: look[SIDE[polarity]] }), sheetText(words, x + 14, y + 4, look.ink));
    x += textWidth(words, 11.5) + 32;
  }
  const more = state.rows === "actor" ? "Δ changed" : "number: actors; tint: their mean";
  return [...parts, sheetText(more, x, y + 4, look.ink)];
}

function matrixPicture() {
  const [look, rows, plan] = [paperLook(), matrixRows(), sheetPlan(matrixThemes())];
  if (!rows.length) return null;
  const [drawn, top] = [rows.slice(0, PICTURE_ROWS), SHEET.themes + SHEET.head];
  const left = rows.length - drawn.length;
  const bottom = top + drawn.length * SHEET.row;
  const height = bottom + SHEET.foot + (left ? 18 : 0);
  const width = Math.max(plan.right + 6, 620);
  return drawing(
    "svg", { width, height, viewBox: `0 0 ${width} ${height}`, "data-legend": "own" },
    sheetHead(plan, look),
    drawn.flatMap((row, at) => sheetRow(row, plan, top + (at + 0.5) * SHEET.row, look)),
    sheetLegend(bottom + 18, look),
    left ? sheetText(`${counted(left, "more row")} left out`, SHEET.names, bottom + 40, look.soft) : null,
  );
}
