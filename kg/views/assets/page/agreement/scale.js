/* The colours of agreement: from against over neutral to for, in steps that a legend can name. */

/* A colour laid over a ground: for the page in its variables, for a file in numbers. */
function blended(colour, share, ground) {
  if (!colour.startsWith("rgb") || !ground.startsWith("rgb")) {
    return `color-mix(in srgb, ${colour} ${Math.round(share * 100)}%, ${ground})`;
  }
  const [over, under] = [colour, ground].map((one) => one.match(/[\d.]+/g).map(Number));
  return `rgb(${[0, 1, 2].map((at) => Math.round(over[at] * share + under[at] * (1 - share))).join(", ")})`;
}

/* Up to which share; how much of which side's colour. */
const AGREEMENT_STEPS = [
  { to: 0.1, side: "against", share: 1 },
  { to: 0.2, side: "against", share: 0.5 },
  { to: 0.3, side: "against", share: 0.32 },
  { to: 0.4, side: "against", share: 0.2 },
  { to: 0.6, side: "mixed", share: 0.13 },
  { to: 0.7, side: "for", share: 0.2 },
  { to: 0.8, side: "for", share: 0.32 },
  { to: 0.9, side: "for", share: 0.5 },
  { to: 1, side: "for", share: 1 },
];

function agreementStep(share) {
  return AGREEMENT_STEPS.find(({ to }) => share < to) || AGREEMENT_STEPS.at(-1);
}

function stepFill(step, look) {
  return blended(look[step.side], step.share, look.surface);
}

/* Dark fills carry the colour of the ground as their text. */
function stepInk(step, look) {
  return step.share === 1 ? look.surface : look.ink;
}

function agreementLegend() {
  return element(
    "p", { class: "agreement-legend" }, "0 % ",
    element("span", { class: "agreement-steps", "aria-hidden": "true" }, AGREEMENT_STEPS.map((step) => {
      const swatch = element("span");
      swatch.style.background = stepFill(step, PAGE_LOOK);
      return swatch;
    })),
    " 100 % agreement",
    element("span", { class: "together" },
      element("span", { class: "blank-swatch", "aria-hidden": "true" }),
      ` fewer than ${leastShared()} shared`),
  );
}
