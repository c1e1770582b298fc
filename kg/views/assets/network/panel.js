/* The side panel: what is selected, in full; or, with nothing selected, where to begin. */

function goTo(label, actor, proposition, ...beside) {
  return element(
    "li", {},
    element("button", { type: "button", class: "row", onclick: () => select(actor, proposition) },
      element("span", { class: "row-label", dir: "auto" }, label), ...beside),
  );
}

function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

function splitBar(counts) {
  const bar = element("div", { class: "bar", "aria-hidden": "true" });
  for (const polarity of POLARITIES) {
    const part = element("span", { class: SIDE[polarity] });
    part.style.flexGrow = counts[polarity];
    if (counts[polarity]) bar.append(part);
  }
  return bar;
}

function countPolarities(positions) {
  const counts = { favours: 0, mixed: 0, opposes: 0 };
  for (const position of positions) counts[position.polarity] += 1;
  return counts;
}

function countWords(counts) {
  return `${counts.favours} for, ${counts.opposes} against, ${counts.mixed} mixed`;
}

function dayWords() {
  return `as of ${dateWords(state.day)}`;
}

function positionRow(position, label, actor, proposition) {
  return goTo(
    label, actor, proposition,
    chip(position.pair.proposition, position.polarity, position.several),
    position.changed ? element("span", { class: "changed" }, "Δ changed") : null,
    element("span", { class: "date" }, spokenWords(position.last)),
  );
}

function latestChanges() {
  const seen = new Set();
  const recent = changes
    .filter((one) => one.changed_by <= state.day && shown.has(one.pair.edge))
    .filter(({ pair }) => !seen.has(pair) && seen.add(pair))
    .slice(0, 8);
  if (!recent.length) return null;
  return section("Latest changes of position", element("ul", { class: "rows" }, recent.map((one) => {
    const { pair } = one;
    return goTo(
      `${pair.actor.name}: ${pair.proposition.short}`, pair.actor.id, pair.proposition.id,
      chip(pair.proposition, stanceById.get(one.before).polarity),
      element("span", { class: "aside" }, "→"),
      chip(pair.proposition, stanceById.get(one.after).polarity),
      element("span", { class: "date" }, spokenWords(stanceById.get(one.after))),
    );
  })));
}

function mostContested() {
  const about = new Map();
  for (const position of shown.values()) {
    const { proposition } = position.pair;
    if (!about.has(proposition)) about.set(proposition, []);
    about.get(proposition).push(position);
  }
  const contested = [...about]
    .map(([proposition, positions]) => ({ proposition, counts: countPolarities(positions) }))
    .filter(({ counts }) => counts.favours && counts.opposes)
    .sort((one, other) => Math.min(other.counts.favours, other.counts.opposes)
      - Math.min(one.counts.favours, one.counts.opposes))
    .slice(0, 8);
  if (!contested.length) return null;
  return section("Most contested", element("ul", { class: "rows" }, contested.map(
    ({ proposition, counts }) => goTo(
      proposition.label, null, proposition.id, splitBar(counts),
      element("span", { class: "date" }, `${counts.favours} : ${counts.opposes}`),
    ),
  )));
}

function landing() {
  const positions = [...shown.values()];
  const said = positions.reduce((sum, position) => sum + position.said.length, 0);
  const holders = new Set(positions.map((position) => position.pair.actor.id)).size;
  const about = new Set(positions.map((position) => position.pair.proposition.id)).size;
  const counts = countPolarities(positions);
  if (!positions.length) {
    return [
      element("h2", {}, pairs.length ? "Nothing passes these filters" : "No stances yet"),
      element("p", {}, pairs.length
        ? "Take a filter away, or choose a later day."
        : "This graph holds no stances: there is nothing to draw."),
      pairs.length ? button("Reset filters", reset) : null,
    ];
  }
  return [
    element("h2", {}, "Who stands where"),
    element("p", {}, `${counted(positions.length, "position")} of ${counted(holders, "actor")} on `
      + `${counted(about, "proposition")}, ${dayWords()}, from ${counted(said, "stance")}.`),
    splitBar(counts),
    element("p", { class: "aside" }, countWords(counts)),
    element("p", { class: "aside" }, "Lines join actors to propositions (boxes); those who favour "
      + "the same stand close. Click a line to read the words behind it. Who is missing was not "
      + "recorded: that is not neutrality."),
    latestChanges(),
    mostContested(),
  ];
}

function back() {
  return button("← Whole graph", () => select(null, null), { class: "back" });
}

function pairPanel(pair) {
  const position = positionOn(pair, state.day, new Set());
  const newest = [...pair.stances].reverse();
  return [
    back(),
    element("h2", { dir: "auto" },
      button(pair.actor.name, () => select(pair.actor.id, null), { class: "link" }), " – ",
      button(pair.proposition.label, () => select(null, pair.proposition.id), { class: "link" })),
    element("p", { class: "sentence" }, pair.proposition.sentence),
    position
      ? element("p", {}, `Position ${dayWords()}: `,
        chip(pair.proposition, position.polarity, position.several))
      : element("p", {}, `No stance by ${dateWords(state.day)}.`),
    element("p", { class: "aside" }, `${counted(newest.length, "stance")}, newest first`),
    newest.map((stance) => stanceCard(pair, stance)),
  ];
}

function actorFacts(actor) {
  const facts = [actor.role, actor.country && countryName(actor.country), actor.kind];
  return element(
    "p", { class: "aside", dir: "auto" }, facts.filter(Boolean).join(" · "),
    /^Q\d+$/.test(actor.wikidata || "")
      ? [" · ", outside(`https://www.wikidata.org/wiki/${actor.wikidata}`, "Wikidata")]
      : null,
  );
}

function actorPanel(actor) {
  const held = [...(pairOf.get(actor.id) || new Map()).values()]
    .map((pair) => positionOn(pair, state.day, new Set()))
    .filter(Boolean)
    .sort((one, other) => (earliest(one.last) < earliest(other.last) ? 1 : -1));
  const hidden = held.filter((position) => !shown.has(position.pair.edge)).length;
  return [
    back(),
    element("h2", { dir: "auto" }, actor.name),
    actorFacts(actor),
    held.length ? null : element("p", {}, `No stance recorded ${dayWords()}. That is not neutrality.`),
    hidden
      ? element("p", { class: "aside" }, `${counted(hidden, "position")} hidden by the filters.`)
      : null,
    held.map((position) => element(
      "details", { open: held.length <= 6 },
      element("summary", {},
        element("span", { class: "row-label" }, position.pair.proposition.label),
        chip(position.pair.proposition, position.polarity, position.several),
        position.changed ? element("span", { class: "changed" }, "Δ changed") : null,
        element("span", { class: "date" }, spokenWords(position.last))),
      button(
        "Show in the picture", () => select(actor.id, position.pair.proposition.id),
        { class: "small" },
      ),
      [...position.said].reverse().map((stance) => stanceCard(position.pair, stance)),
    )),
  ];
}

function campSection(title, positions) {
  if (!positions.length) return null;
  const newest = [...positions].sort((one, other) =>
    (earliest(one.last) < earliest(other.last) ? 1 : -1));
  return section(`${title} (${positions.length})`, element("ul", { class: "rows" },
    newest.map((position) => positionRow(
      position, position.pair.actor.name, position.pair.actor.id, position.pair.proposition.id,
    ))));
}

function propositionPanel(proposition) {
  const positions = [...shown.values()].filter(
    (position) => position.pair.proposition.id === proposition.id,
  );
  const counts = countPolarities(positions);
  const camp = (polarity) => positions.filter((position) => position.polarity === polarity);
  return [
    back(),
    element("h2", {}, proposition.label),
    element("p", { class: "sentence" }, proposition.sentence),
    splitBar(counts),
    element("p", { class: "aside" }, `${countWords(counts)}, ${dayWords()}`),
    button(
      state.split ? "Back to the network" : "Arrange for | against",
      () => change({ split: !state.split }), { "aria-pressed": String(state.split) },
    ),
    element("dl", {},
      element("dt", {}, proposition.for_verb), element("dd", {}, proposition.favours),
      element("dt", {}, proposition.against_verb), element("dd", {}, proposition.opposes)),
    campSection(`For: ${proposition.for_verb}`, camp("favours")),
    campSection(`Against: ${proposition.against_verb}`, camp("opposes")),
    campSection("Mixed or conditional", camp("mixed")),
  ];
}

function panelContents() {
  const pair = selectedPair();
  if (pair) return pairPanel(pair);
  if (state.actor) return actorPanel(actors.get(state.actor));
  if (state.proposition) return propositionPanel(propositions.get(state.proposition));
  return landing();
}

function showPanel() {
  const panel = byId("panel");
  panel.replaceChildren(...panelContents().flat().filter(Boolean));
}
