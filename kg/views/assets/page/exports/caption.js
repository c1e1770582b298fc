/* What is shown, in words: for pictures, files and comments of queries. */

function selectionWords({ actor, proposition, group, peer, event } = state) {
  const [who, about] = [actors.get(actor)?.name, propositions.get(proposition)?.label];
  const where = [group, peer].filter(Boolean).map(groupName).join(" and ");
  return [who || where, about, events.get(event)?.label].filter(Boolean).join(" – ");
}

/* Each filter that is on, as `Country: France, Germany`. */
function filterWords() {
  return Object.entries(ALL_CHOICES)
    .filter(([name]) => state[name].size)
    .map(([name, { title }]) => (
      `${title}: ${chosenValues(name).map((value) => valueLabel(name, value)).join(", ")}`
    ));
}

function windowWords() {
  return state.window ? `stances of the last ${state.window} days` : null;
}

/* The positions that the tab's picture shows: those that the tab names, or all that pass. */
function picturedPositions() {
  return activeTab().pictured?.() ?? [...shown.values()];
}

/* The proposition that all these are on; null if there are several. */
function onlyProposition(positions) {
  const about = new Set(positions.map(({ pair }) => pair.proposition));
  return about.size === 1 ? [...about][0] : null;
}

function countsWords() {
  const positions = picturedPositions();
  const holders = new Set(positions.map(({ pair }) => pair.actor)).size;
  const about = new Set(positions.map(({ pair }) => pair.proposition)).size;
  const said = positions.reduce((sum, position) => sum + position.said.length, 0);
  return `${counted(positions.length, "position")} of ${counted(holders, "actor")} on `
    + `${counted(about, "proposition")}, from ${counted(said, "stance")}`;
}

function dayAndWindow() {
  return [stances.length ? `As of ${dateWords(state.day)}` : null, windowWords()].filter(Boolean);
}

function narrowedWords() {
  const narrowed = (page.meta.narrowed || []).join("; ");
  return narrowed && `Only ${narrowed}`;
}

/* What a picture shows: its tab and selection first, then day and number, then what narrows it. */
function captionLines() {
  const tab = activeTab();
  const chosen = selectionWords();
  const only = onlyProposition(picturedPositions());
  const first = tab.caption || !only
    ? [tab.caption ? tab.caption() : tab.label, chosen && `selected: ${chosen}`]
    : [only.label, chosen !== only.label && chosen];
  return [
    first.filter(Boolean).join(" · "), [...dayAndWindow(), countsWords()].join(" · "),
    filterWords().join(" · "), narrowedWords(),
  ].filter(Boolean);
}

/* Where it comes from, as one line under a picture. */
function sourceWords() {
  const { title, version, as_of: asOf, licence, base } = page.meta;
  return [
    `Source: ${title}${version ? ` ${version}` : ""}`, asOf && `data to ${dateWords(asOf)}`, licence,
    /^https?:$/.test(location.protocol) ? location.href.split("#")[0] : base,
  ].filter(Boolean).join(" · ");
}
