/* The tools on top of the network: how it is arranged, and what each sign means. */

const ARRANGED = {
  agreement: "near = agree; axes have no name",
  country: "near countries agree",
  family: "near families agree",
};

/* A sign of the picture, drawn as the picture draws it. */
function sign(width, draw) {
  const vector = new VectorPen();
  draw(vector);
  return drawing("svg", {
    class: "sign", viewBox: `0 0 ${width} 16`, width, height: 16, "aria-hidden": "true",
    "font-family": FONT,
  }, ...vector.parts);
}

function lineSign(polarity) {
  return sign(26, (vector) => {
    vector.strokeStyle = look[SIDE[polarity]];
    vector.lineWidth = 3;
    vector.dashes = dashed() && DASHES[polarity];
    vector.moveTo(0, 8);
    vector.lineTo(26, 8);
    vector.stroke();
  });
}

/* A button of the legend shows only the lines of one side, as the filter does. */
function polarityKeys() {
  const about = propositions.get(splitOn());
  return POLARITIES.map((polarity) => button("", () => toggle("polarity", polarity), {
    class: "legend-key", "aria-pressed": String(state.polarity.has(polarity)),
    title: "Show only these",
  })).map((made, number) => {
    const polarity = POLARITIES[number];
    const words = about && polarity !== "mixed" ? verb(about, polarity) : SIDE[polarity];
    made.append(lineSign(polarity), words);
    return made;
  });
}

function legendEntry(drawn, words) {
  return element("span", {}, drawn, words);
}

function shapeKeys() {
  const used = new Set([...visibleNodes].map((node) => actors.get(thingOf(node).actor)?.kind));
  return KINDS.filter((kind) => used.has(kind)).map((kind) => legendEntry(
    sign(16, (vector) => drawActor(vector, { kind }, { x: 8, y: 8, radius: 6.3, scale: 1 })), kind,
  ));
}

function signKeys() {
  const sides = { favours: 5, mixed: 1, opposes: 3 };
  const level = islandLevel();
  return [
    folded && legendEntry(sign(16, (vector) => drawGroup(vector, { x: 8, y: 8, radius: 6.5, scale: 1 })),
      `${state.fold === "family" ? "party family" : "country"}, larger = more actors`),
    ...shapeKeys(),
    element("span", {}, folded ? "thicker = more positions, paler = divided"
      : "larger = more stances"),
    (!folded || bright) && drawnPositions.some(({ changed }) => changed)
      ? legendEntry(sign(16, (vector) => drawSign(vector, { x: 8, y: 8 }, 7, 1.4)), "changed") : null,
    splitOn() ? null : legendEntry(
      sign(30, (vector) => drawProposition(vector, {
        x: 15, y: 8, width: 28, height: 14, size: 11, text: "", sides, scale: 1,
      })),
      "for : mixed : against",
    ),
    splitOn() ? null : element("span", {}, ARRANGED[level || "agreement"]),
  ].filter(Boolean);
}

function splitSelect() {
  const known = mostContested().map(({ proposition }) => proposition);
  const about = propositions.get(splitOn());
  if (about && !known.includes(about)) known.push(about);
  return element(
    "label", { class: "setting" }, "on ",
    element(
      "select",
      { name: "split", onchange: (event) => select({ proposition: event.currentTarget.value }) },
      known.sort((one, other) => one.short.localeCompare(other.short, "en")).map((one) => element(
        "option", { value: one.id, selected: one === about }, one.short,
      )),
    ),
  );
}

/* What the page says when it does not draw everyone. */
function foldedNote() {
  const all = seenActors().size.toLocaleString("en");
  return element(
    "p", { class: "folded" },
    `${all} actors are too many to draw one by one: these are groups. Click one to unfold it, `
      + "or filter. ",
    state.unfolded.size
      ? button("Fold all", () => change({ unfolded: new Set() }), { class: "small" }) : null,
  );
}

function networkSettings() {
  const ways = isCrowd
    ? { agreement: "groups by agreement", split: "for | against" }
    : { agreement: "by agreement", country: "by country", split: "for | against" };
  return [
    settingSelect("arrange", "Arrange", ways),
    isCrowd && !splitOn()
      ? settingSelect("fold", "groups", { country: "countries", family: "party families" }) : null,
    splitOn() ? splitSelect() : null,
  ].filter(Boolean);
}

/* Built anew each time, for the colours and counts change; what has the focus keeps it. */
function showLegend() {
  const tools = byId("network-tools");
  const held = [...tools.querySelectorAll("button, select")].indexOf(document.activeElement);
  tools.replaceChildren(
    ...networkSettings(),
    element("div", { class: "legend", role: "group", "aria-label": "Legend" }, polarityKeys(), signKeys()),
    ...(folded ? [foldedNote()] : []),
  );
  if (held >= 0) [...tools.querySelectorAll("button, select")][held]?.focus();
}
