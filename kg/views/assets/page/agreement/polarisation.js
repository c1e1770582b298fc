/* The figure of polarisation under the table of agreement: its words, pointing and keys. */

const DAY_RESTS = 60;

function polarisationSubject() {
  if (state.proposition) return propositions.get(state.proposition).label;
  const about = new Set(pairs.filter(isDebated).map(({ proposition }) => proposition));
  return about.size === 1 ? [...about][0].label : counted(about.size, "proposition");
}

function periodWords({ name, told, ends }) {
  if (!told.actors) return `${name}: nobody took a position`;
  const sides = countWords(told);
  const figure = told.figure === null
    ? "no figure, fewer than 2 took a position on one thing"
    : `polarisation ${told.figure.toFixed(2)}${ends ? ` (${ends.map((end) => end.toFixed(2)).join(" to ")})` : ""}`;
  return `${name}: ${figure}; ${counted(told.actors, "actor")}: ${sides}; ${
    counted(told.stances, "stance")} in ${counted(told.documents, "document")}${told.few ? " (few)" : ""}`;
}

function howPolarised({ months }) {
  const period = PERIOD_WORDS[months];
  return `How to read it: the positions that actors took in each ${period}, everyone’s last one there. `
    + "Polarisation is 0 where all are of one mind and 1 where half are for and half against "
    + "(Esteban and Ray 1994, with alpha 1); of several propositions it is their mean, weighted by "
    + `how many took a position. n is how many actors. Dashed and pale: fewer than ${FEW_HEARD} actors or `
    + "documents, which says little. Who is silent does not count, and is not neutral. The filter of "
    + "positions does not apply. Pale bands and what stands in brackets: an interval of about 95 %, "
    + "from documents drawn anew; none where all draws give the same.";
}

function polarisationFigure() {
  return element(
    "figure", { class: "polarisation", "aria-labelledby": "polarisation-title" },
    element("h2", { id: "polarisation-title" }),
    drawing("svg", {
      role: "group", "aria-label": "Polarisation of each period. Arrows move.",
      onkeydown: onPeriodKey, onfocusin: tellPeriod, onmouseover: tellPeriod,
    }),
    element("div", { id: "polarisation-said", "aria-hidden": "true" }),
    element("figcaption", { class: "aside" }),
  );
}

function periodAt(event) {
  return event.target.closest(".period");
}

function tellPeriod(event) {
  const period = periodAt(event);
  if (!period) return;
  byId("polarisation-said").textContent = period.getAttribute("aria-label");
  if (event.type !== "focusin") return;
  for (const other of period.parentElement.querySelectorAll(".period[tabindex='0']")) other.tabIndex = -1;
  period.tabIndex = 0;
}

function onPeriodKey(event) {
  const all = [...event.currentTarget.querySelectorAll(".period")];
  const at = all.indexOf(periodAt(event));
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 }[event.key];
  if (!all[to]) return;
  event.preventDefault();
  all[to].focus();
}

const polarisationSizes = new ResizeObserver(([{ target, contentRect }]) => {
  if (!contentRect.width) return;
  target.dataset.width = contentRect.width;
  drawPolarisation(target);
});

/* While only the day moves, it is drawn when the day rests: a slider asks often. */
function showPolarisation(figure) {
  const { key } = polarisationView();
  clearTimeout(Number(figure.dataset.timer));
  clearTimeout(drawsTimer);
  if (figure.dataset.key !== key) drawPolarisation(figure);
  else figure.dataset.timer = setTimeout(drawPolarisation, DAY_RESTS, figure);
}

/* Drawn anew only where a number, the width or what it is about has changed. */
function drawPolarisation(figure) {
  if (state.tab !== "agreement") return;
  const view = polarisationView();
  // Asking for the width makes the browser lay out the whole page.
  const width = Math.min(Number(figure.dataset.width) || figure.clientWidth, 1000);
  drawSoon(view.periods, () => drawPolarisation(figure));
  figure.dataset.key = view.key;
  const told = JSON.stringify([view, width]);
  if (figure.dataset.told === told || !width) return;
  figure.dataset.told = told;
  const svg = figure.querySelector("svg");
  const focused = [...svg.querySelectorAll(".period")].indexOf(document.activeElement);
  figure.querySelector("h2").textContent = `Polarisation over time: ${polarisationSubject()}`;
  figure.querySelector("figcaption").textContent = howPolarised(view);
  svg.setAttribute("viewBox", `0 0 ${width} ${courseHeight()}`);
  svg.setAttribute("width", width);
  svg.style.display = view.periods.length ? "" : "none";
  const last = view.periods.filter((one) => one.told).at(-1);
  svg.replaceChildren(view.periods.length ? courseDrawing(view, width, PAGE_LOOK, (period) => ({
    role: "img", "aria-label": periodWords(period), tabindex: period === last ? 0 : -1,
  })) : "");
  const periods = [...svg.querySelectorAll(".period")];
  if (focused >= 0) (periods[focused] || periods.at(-1))?.focus();
  byId("polarisation-said").textContent = last ? periodWords(last) : "Nobody took a position.";
}
