/* The marks of the two sides, and the colours that they may have. */

/* In legends the two sides stand before what is in between. */
const POLES_FIRST = ["favours", "opposes", "mixed"];

/* The colours of the page by their names, whichever theme is on. */
const PAGE_LOOK = Object.fromEntries(
  ["surface", "ground", "ink", "soft", "line", "mark", "focus", "for-tint", ...Object.values(SIDE)]
    .map((name) => [name, `var(--${name})`]),
);

/* ● for, ■ against, ◆ mixed: the colour is not needed to tell them apart. */
function polarityMark(polarity, x, y, size, properties) {
  if (polarity === "favours") return drawing("circle", { cx: x, cy: y, r: size, ...properties });
  if (polarity === "opposes") {
    const half = size * 0.9;
    return drawing("rect", { x: x - half, y: y - half, width: 2 * half, height: 2 * half, ...properties });
  }
  const reach = size * 1.25;
  return drawing("path", {
    d: `M${Math.round(x * 10) / 10} ${y - reach}l${reach} ${reach}l${-reach} ${reach}l${-reach} ${-reach}z`,
    ...properties,
  });
}
