/* Pictures for files and paper: the colours of the light theme, and a frame that says what is seen. */

const PAPER_COLOURS = ["surface", "ground", "ink", "soft", "line", "mark", "focus",
  ...Object.values(SIDE).flatMap((side) => [side, `${side}-tint`])];
const PAPER_MARGIN = 20;
const NARROWEST_PAPER = 620;
const paperRuler = element("canvas").getContext("2d");
let paperColours = null;

/* Each colour of base.css by its name, as it is in the light theme, whatever theme is on. */
function paperLook() {
  if (paperColours) return paperColours;
  const probe = element("span");
  probe.style.colorScheme = "light";
  document.body.append(probe);
  paperColours = Object.fromEntries(PAPER_COLOURS.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return paperColours;
}

function paperFont() {
  return getComputedStyle(document.documentElement).fontFamily;
}

/* How wide a text is, in pixels, in the page's font. */
function textWidth(text, size, weight = 400) {
  paperRuler.font = `${weight} ${size}px ${paperFont()}`;
  return paperRuler.measureText(text).width;
}

/* The text in lines of that width; a word that is longer than a line is cut, and so is the end. */
function textLines(text, size, weight, width, most = 3) {
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (textWidth(longer, size, weight) <= width) lines[lines.length - 1] = longer;
    else if (lines.at(-1)) lines.push(word);
    else lines[0] = word;
    if (lines.length > most) break;
  }
  const fitting = (line, cut) => {
    if (!cut && textWidth(line, size, weight) <= width) return line;
    const letters = [...line];
    while (letters.length && textWidth(`${letters.join("")}…`, size, weight) > width) letters.pop();
    return `${letters.join("").trimEnd()}…`;
  };
  return lines.slice(0, most).map((line, at) => fitting(line, at === most - 1 && lines.length > most));
}

/* A text that grows downwards from `top`: its lines, and where the next thing may begin. */
function paperText(text, { x, top, width, size, weight = 400, fill, most }) {
  const lines = textLines(text, size, weight, width, most);
  const step = size * 1.35;
  return {
    lines: lines.map((line, at) => drawing("text", {
      x, y: top + size + at * step, "font-size": size, "font-weight": weight, fill,
    }, line)),
    bottom: top + lines.length * step,
  };
}

/* How large a picture is drawn, and which part of its own plane that is. */
function pictureSize(picture) {
  const told = (picture.getAttribute("viewBox") || "").split(/[\s,]+/).map(Number);
  const [width, height] = ["width", "height"]
    .map((name, at) => parseFloat(picture.getAttribute(name)) || told[at + 2]);
  return { width, height, viewBox: told.length === 4 ? told.join(" ") : `0 0 ${width} ${height}` };
}

/* What the three colours say; where all is on one proposition, in its own words. */
function paperLegendWords() {
  const positions = picturedPositions();
  const only = onlyProposition(positions);
  const sides = countPolarities(positions);
  return POLARITIES.map((polarity) => {
    const words = only && polarity !== "mixed" ? verb(only, polarity)
      : { favours: "for", mixed: "mixed or conditional", opposes: "against" }[polarity];
    return { polarity, words: `${words} (${sides[polarity]})` };
  });
}

function paperLegend({ x, top, size, width }) {
  const look = paperLook();
  const parts = [];
  let [at, row] = [x, top];
  for (const { polarity, words } of paperLegendWords()) {
    const [text] = textLines(words, size, 400, width - size * 1.5, 1);
    const reach = size * 1.5 + textWidth(text, size);
    if (at > x && at + reach > x + width) [at, row] = [x, row + size * 1.6];
    parts.push(
      drawing("rect", {
        x: at, y: row + size * 0.15, width: size, height: size, rx: size * 0.2, fill: look[SIDE[polarity]],
      }),
      drawing("text", { x: at + size * 1.5, y: row + size, "font-size": size, fill: look.ink }, text),
    );
    at += reach + size * 1.6;
  }
  return { lines: parts, bottom: row + size * 1.8 };
}

/*
 * The picture of a tab with title, what it shows, the three colours and the source around it, as a
 * new SVG element. A picture with data-legend="own" explains its colours itself.
 */
function paperFrame(picture) {
  const look = paperLook();
  const box = pictureSize(picture);
  const unit = Math.min(Math.max(box.width / 1000, 1), 3);
  const margin = PAPER_MARGIN * unit;
  const inner = Math.max(box.width, NARROWEST_PAPER);
  const put = { x: margin, width: inner };
  const title = paperText(page.meta.title, {
    ...put, top: margin, size: 20 * unit, weight: 700, fill: look.ink, most: 2,
  });
  const parts = [...title.lines];
  let top = title.bottom + 2 * unit;
  for (const [at, line] of captionLines().entries()) {
    const told = paperText(line, {
      ...put, top, size: (at ? 12.5 : 15) * unit, fill: at ? look.soft : look.ink, most: at ? 3 : 2,
    });
    parts.push(...told.lines);
    top = told.bottom;
  }
  if (picture.dataset.legend !== "own") {
    const legend = paperLegend({ ...put, top: top + 5 * unit, size: 12.5 * unit });
    parts.push(...legend.lines);
    top = legend.bottom;
  }
  top += 8 * unit;
  const inside = picture.cloneNode(true);
  const place = { x: margin + (inner - box.width) / 2, y: top, ...box };
  for (const [name, value] of Object.entries(place)) inside.setAttribute(name, value);
  const source = paperText(sourceWords(), {
    ...put, top: top + box.height + 10 * unit, size: 11.5 * unit, fill: look.soft,
  });
  const [width, height] = [Math.ceil(inner + 2 * margin), Math.ceil(source.bottom + margin)];
  return drawing("svg", {
    xmlns: "http://www.w3.org/2000/svg", width, height, viewBox: `0 0 ${width} ${height}`,
    "font-family": paperFont(), role: "img",
  }, drawing("title", {}, `${page.meta.title}: ${captionLines()[0]}`),
  drawing("rect", { width, height, fill: look.surface }), ...parts, inside, ...source.lines);
}
