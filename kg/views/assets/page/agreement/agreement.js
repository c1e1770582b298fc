/* Agreement between countries or party families: a table of numbers, and who is joined by them. */

const LEVEL_WORDS = {
  country: { one: "country", many: "countries" }, family: { one: "party family", many: "party families" },
};
let agreementBasis = { key: null };

/* Units, their order and places: the same while only the day changes. */
function agreementView() {
  const chosen = Object.keys(ALL_CHOICES).map((name) => [...state[name]].sort());
  const key = JSON.stringify([state.level, state.least, chosen]);
  if (agreementBasis.key !== key) {
    const means = unitMeans(lastPositions(), state.level);
    const { units, ...others } = comparableUnits(means);
    const arranged = arrangedUnits(units, means);
    agreementBasis = { ...others, key, units: arranged.units, spots: arranged.places };
  }
  const { units } = agreementBasis;
  const rows = agreementRows(units, unitMeans(shown.values(), state.level));
  return { ...agreementBasis, rows };
}

function agreementTools() {
  const least = [...SETTINGS.least].sort((one, other) => one - other);
  const join = [...SETTINGS.join].sort((one, other) => one - other);
  return element(
    "div", { class: "tab-tools" },
    settingSelect("level", "Between", { country: "countries", family: "party families" }),
    settingSelect("least", "with at least", Object.fromEntries(
      least.map((value) => [value, counted(Number(value), "shared proposition")]),
    )),
    settingSelect("join", "joined from", Object.fromEntries(join.map((value) => [value, `${value} %`]))),
  );
}

function emptyAgreement() {
  const { many } = LEVEL_WORDS[state.level];
  const few = leastShared() === 1;
  return element("p", {}, `No two ${many} have a position on ${few ? "the same proposition" : `the same ${leastShared()
  } propositions`}. ${few ? "" : "Ask for fewer, or take a filter away."}`);
}

function definition({ left, beyond }) {
  const { one, many } = LEVEL_WORDS[state.level];
  return element(
    "div", { class: "definition aside" },
    element("p", {}, `How to read it: on each proposition a ${one} stands at the mean of its actors’ `
      + "positions (for +1, mixed 0, against −1). Agreement of two is the mean, over the propositions "
      + "on which both have a position, of 1 − half the distance: 100 % always the same, 0 % always "
      + `opposed. Few shared propositions (n) say little, and what ${many} never spoke about does not `
      + "count. Rows stand in the order that brings those who agree together."),
    countingNote(),
    left.length
      ? element("p", {}, `Not in the picture, with too little in common with any other: ${
        left.slice(0, 40).map(groupName).join(", ")}${left.length > 40 ? ` and ${left.length - 40} more` : ""}.`)
      : null,
    beyond
      ? element("p", {}, `The ${MOST_UNITS} with most in common are shown, ${beyond} more are not.`) : null,
  );
}

function tiesFigure() {
  return element(
    "figure", { class: "ties" },
    drawing("svg", {
      role: "img",
      "aria-label": "The same as a network: those who agree are joined and stand close",
    }),
    element("figcaption", { class: "aside" }),
  );
}

const agreementSizes = new ResizeObserver(([{ target, contentRect }]) => {
  const grid = target.querySelector(".agreements");
  if (!grid || !contentRect.width) return;
  sizeAgreements(grid, contentRect.width);
  drawTies(target, agreementView());
});

function drawTies(stage, view) {
  const svg = stage.querySelector(".ties svg");
  const placed = placedTies(view, svg.parentElement.clientWidth);
  svg.setAttribute("viewBox", `0 0 ${placed.width} ${placed.height}`);
  svg.replaceChildren(tiesDrawing({ ...view, ...placed }, PAGE_LOOK));
}

function buildAgreement(stage, view) {
  // The tools stay, or a keyboard would lose its place in them.
  if (!stage.firstChild) {
    stage.append(agreementTools(), element("div"), polarisationFigure());
    polarisationSizes.observe(stage.lastChild);
  }
  stage.children[1].replaceChildren(...(view.units.length
    ? [
      element("div", { class: "agreement-head" },
        agreementLegend(), element("p", { id: "agreement-said", "aria-hidden": "true" })),
      element("div", { class: "agreement-pictures" },
        element("div", { class: "agreement-box" }, agreementGrid(view)), tiesFigure()),
      definition(view),
    ]
    : [emptyAgreement()]));
  stage.dataset.key = view.key;
  // Looked at anew, it tells the width at once.
  agreementSizes.unobserve(stage);
  agreementSizes.observe(stage);
}

/* Its button stays under the finger that pressed it. */
function noteCounting(stage) {
  const note = stage.querySelector(".counting");
  if (note.dataset.window === String(state.window)) return;
  const pressed = note.contains(document.activeElement);
  note.replaceWith(countingNote());
  if (pressed) stage.querySelector(".counting button").focus();
}

function drawAgreement(stage) {
  const view = agreementView();
  if (stage.dataset.key !== view.key) buildAgreement(stage, view);
  for (const choice of stage.querySelectorAll(".tab-tools select")) choice.value = state[choice.name];
  showPolarisation(stage.lastChild);
  if (!view.units.length) return;
  fillAgreements(stage.querySelector(".agreements"), view);
  noteCounting(stage);
  drawTies(stage, view);
  const none = joinedPairs(view.rows).length ? "" : "No two agree that much. ";
  stage.querySelector(".ties figcaption").textContent = `${none}Joined: ${state.join} % agreement or more. `
    + "Stronger: more agreement. Thicker: more shared propositions. Places follow agreement, the axes "
    + "have no name.";
  const [at, other] = [state.group, state.peer].map((group) => view.units.indexOf(group));
  byId("agreement-said").textContent = at < 0 || other < 0 || at === other
    ? "" : `${pairName(state.group, state.peer)}: ${agreementWords(view.rows[at][other])}`;
}

addTab("agreement", {
  label: "Agreement",
  draw: drawAgreement,
  picture: agreementPicture,
  caption: () => (agreementView().units.length
    ? `Agreement between ${LEVEL_WORDS[state.level].many}, in percent, where at least `
      + `${counted(leastShared(), "proposition")} ${leastShared() === 1 ? "is" : "are"} shared`
    : "Polarisation over time"),
});
