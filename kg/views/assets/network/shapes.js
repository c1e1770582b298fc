/* How nodes look: an actor's mark by kind, a proposition's box with its bar. */

const LOOKS = ["surface", "ink", "soft", "line", "mark", "focus", "for", "mixed", "against"];
const FONT = '"Source Sans 3", "Segoe UI", system-ui, -apple-system, "DejaVu Sans", sans-serif';
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

function tracePolygon(context, x, y, radius, corners, turn) {
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (corner * 2 * Math.PI) / corners;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
}

function traceMark(context, kind, x, y, radius) {
  context.beginPath();
  const side = radius * 1.8;
  if (kind === "state") context.roundRect(x - side / 2, y - side / 2, side, side, radius * 0.3);
  else if (kind === "party") tracePolygon(context, x, y, radius * 1.2, 4, 0);
  else if (kind === "organisation") tracePolygon(context, x, y, radius * 1.1, 6, 0);
  else context.arc(x, y, radius, 0, 2 * Math.PI);
}

function drawActor(context, actor, { x, y, radius, scale, ring }) {
  traceMark(context, actor.kind, x, y, radius);
  context.fillStyle = look.mark;
  context.fill();
  context.lineWidth = (ring ? 3 : 1.2) / Math.min(scale, 1);
  context.strokeStyle = ring ? look.focus : look.soft;
  context.stroke();
  if (/^[A-Z]{2}$/.test(actor.country) && radius * scale >= 6.8) {
    context.font = `600 ${radius * 0.85}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = look.ink;
    context.fillText(actor.country, x, y + radius * 0.06);
  }
}

function boxText(proposition, whole) {
  return shortened(proposition.short, whole ? 60 : 28);
}

function drawBar(context, counts, left, top, width, height) {
  const total = counts.favours + counts.mixed + counts.opposes;
  let x = left;
  for (const polarity of POLARITIES) {
    const part = total ? (width * counts[polarity]) / total : 0;
    context.fillStyle = look[SIDE[polarity]];
    context.fillRect(x, top, part, height);
    x += part;
  }
}

function drawProposition(context, { x, y, width, height, size, text, counts, ring, scale }) {
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, size * 0.3);
  context.fillStyle = look.surface;
  context.fill();
  context.lineWidth = (ring ? 3 : 1.2) / Math.min(scale, 1);
  context.strokeStyle = ring ? look.focus : look.soft;
  context.stroke();
  if (text) {
    context.font = `600 ${size}px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = look.ink;
    context.fillText(text, x, y - size * 0.2);
  }
  const margin = size * 0.5;
  const thick = size * 0.26;
  drawBar(
    context, counts, x - width / 2 + margin, y + height / 2 - margin * 0.75 - thick,
    width - 2 * margin, thick,
  );
}

function drawHeading(context, { polarity, text, x, y }, scale, size) {
  context.font = `700 ${(size + 1) / scale}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4 / scale;
  context.strokeStyle = look.surface;
  context.strokeText(text, x, y);
  context.fillStyle = look[SIDE[polarity]];
  context.fillText(text, x, y);
}

function drawName(context, { x, y, text, width, height, far, plate }, scale, size) {
  if (far) {
    context.beginPath();
    context.moveTo(far.x / scale, far.y / scale);
    context.lineTo(x / scale, (y + (y < far.y ? size : -size) / 2) / scale);
    context.lineWidth = 1 / scale;
    context.strokeStyle = look.soft;
    context.stroke();
  }
  if (plate) {
    context.fillStyle = look.surface;
    context.fillRect(
      (x - width / 2) / scale, (y - height / 2) / scale, width / scale, height / scale,
    );
  }
  context.font = `${size / scale}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3 / scale;
  context.lineJoin = "round";
  context.strokeStyle = look.surface;
  context.strokeText(text, x / scale, y / scale);
  context.fillStyle = look.ink;
  context.fillText(text, x / scale, y / scale, width / scale + 1);
}
