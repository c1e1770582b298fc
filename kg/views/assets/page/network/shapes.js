/* How nodes look: an actor's mark by kind, a proposition's box with its bar, a group's disc. */

const LOOKS = [
  "surface", "ground", "ink", "soft", "line", "mark", "focus", "for", "mixed", "against",
];
const FONT = '"Source Sans 3", "Segoe UI", system-ui, -apple-system, "DejaVu Sans", sans-serif';
const LEGIBLE_CODE = 8.4;
let look = {};

/* The style sheet knows the colours of both themes; the canvas asks it. */
function readLook() {
  const probe = element("span");
  document.body.append(probe);
  look = Object.fromEntries(LOOKS.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
}

function tracePolygon(context, x, y, radius, corners) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = (corner * 2 * Math.PI) / corners;
    const at = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    if (corner) context.lineTo(...at);
    else context.moveTo(...at);
  }
  context.closePath();
}

function traceMark(context, kind, x, y, radius) {
  context.beginPath();
  const side = radius * 1.8;
  if (kind === "state") context.roundRect(x - side / 2, y - side / 2, side, side, radius * 0.3);
  else if (kind === "party") tracePolygon(context, x, y, radius * 1.2, 4);
  else if (kind === "organisation") tracePolygon(context, x, y, radius * 1.1, 6);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
}

/* Fills and rims what was traced; what is chosen has a strong rim. */
function paint(context, { scale, ring, ground = look.mark }) {
  context.fillStyle = ground;
  context.fill();
  context.lineWidth = (ring ? 3 : 1.2) / Math.min(scale, 1);
  context.strokeStyle = ring ? look.focus : look.soft;
  context.stroke();
}

function write(context, text, { x, y, font, colour = look.ink, align = "center", halo = 0 }) {
  context.font = `${font} ${FONT}`;
  context.textAlign = align;
  context.textBaseline = "middle";
  if (halo) {
    context.lineWidth = halo;
    context.lineJoin = "round";
    context.strokeStyle = look.surface;
    context.strokeText(text, x, y);
  }
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function drawActor(context, actor, { x, y, radius, scale, ring, code }) {
  traceMark(context, actor.kind, x, y, radius);
  paint(context, { scale, ring });
  if (code && /^[A-Z]{2}$/.test(actor.country)) {
    write(context, actor.country, { x, y: y + radius * 0.06, font: `600 ${radius * 0.95}px` });
  }
}

function drawGroup(context, { x, y, radius, scale, ring, lines = [], size = 0 }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  paint(context, { scale, ring });
  lines.forEach((line, number) => write(context, line, {
    x, y: y + ((number - (lines.length - 1) / 2) * (size + 3)) / scale, font: `${size / scale}px`,
  }));
}

function boxText(proposition, whole) {
  return shortened(proposition.short, whole ? 60 : 28);
}

function drawBar(context, sides, left, top, width, height) {
  const total = sides.favours + sides.mixed + sides.opposes;
  let x = left;
  for (const polarity of POLARITIES) {
    const part = total ? (width * sides[polarity]) / total : 0;
    context.fillStyle = look[SIDE[polarity]];
    if (part) context.fillRect(x, top, part, height);
    x += part;
  }
}

function drawProposition(context, { x, y, width, height, size, text, sides, ring, scale }) {
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, size * 0.3);
  paint(context, { scale, ring, ground: look.surface });
  if (text) write(context, text, { x, y: y - size * 0.2, font: `600 ${size}px` });
  const margin = size * 0.5;
  const thick = size * 0.26;
  drawBar(
    context, sides, x - width / 2 + margin, y + height / 2 - margin * 0.75 - thick,
    width - 2 * margin, thick,
  );
}

/* From a mark to its name that stands further off. */
function drawLeader(context, { x, y, width, height, far }, scale) {
  const end = [
    Math.min(Math.max(far.x, x - width / 2), x + width / 2),
    Math.min(Math.max(far.y, y - height / 2), y + height / 2),
  ];
  context.beginPath();
  context.moveTo(far.x / scale, far.y / scale);
  context.lineTo(end[0] / scale, end[1] / scale);
  context.lineWidth = 1 / scale;
  context.strokeStyle = look.soft;
  context.stroke();
}

/* Names and headings are measured in pixels of the screen, and drawn in units of the canvas. */
function drawName(context, { x, y, text, width, height, plate, size }, scale) {
  if (plate) {
    context.beginPath();
    context.roundRect(
      (x - width / 2) / scale, (y - height / 2) / scale, width / scale, height / scale, 3 / scale,
    );
    paint(context, { scale, ground: look.surface });
  }
  write(context, text, {
    x: x / scale, y: y / scale, font: `${size / scale}px`, halo: plate ? 0 : 3 / scale,
  });
}

function drawHeading(context, { text, at, y, align, polarity, size }, scale) {
  write(context, text, {
    x: at / scale, y: y / scale, align, font: `700 ${size / scale}px`, halo: 3 / scale,
    colour: polarity ? look[SIDE[polarity]] : look.soft,
  });
}
