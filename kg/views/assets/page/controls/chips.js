/* What narrows the picture, each with a way to take it off. */

const MOST_CHIPS = 5;

/* A theme that is chosen whole is one chip. */
function aboutChips() {
  const rest = new Set(state.about);
  const whole = [...themes].filter(([, ids]) => ids.length > 1 && ids.every((id) => rest.has(id)));
  for (const id of whole.flatMap(([, ids]) => ids)) rest.delete(id);
  return [
    ...whole.map(([label, ids]) => [label, () => toggle("about", ...ids)]),
    ...[...rest].map((id) => [valueLabel("about", id), () => toggle("about", id)]),
  ];
}

function choiceChips(name) {
  const found = name === "about" ? aboutChips()
    : [...state[name]].map((value) => [valueLabel(name, value), () => toggle(name, value)]);
  if (found.length <= MOST_CHIPS) return found;
  const label = `${ALL_CHOICES[name].title}: ${state[name].size} chosen`;
  return [[label, () => change({ [name]: new Set() })]];
}

function narrowings() {
  const found = Object.keys(ALL_CHOICES).flatMap(choiceChips);
  if (state.window) found.push([`last ${state.window} days`, () => change({ window: 0 })]);
  if (state.day !== lastDay) {
    found.push([`as of ${dateWords(state.day)}`, () => change({ day: lastDay })]);
  }
  return found;
}

/* How many pass, and how many of them the picture shows if it is about less. */
function countLine() {
  const pass = `${shown.size.toLocaleString("en")} of ${counted(pairs.length, "position")}`;
  const pictured = picturedPositions();
  if (pictured.length === shown.size) return pass;
  const only = onlyProposition(pictured);
  return `${pass} · pictured: ${pictured.length.toLocaleString("en")}${only ? ` on ${only.short}` : ""}`;
}

/* Who takes off a chip with the keyboard stays among the chips. */
function showChips() {
  const bar = byId("chips");
  const at = [...bar.children].indexOf(document.activeElement);
  const found = narrowings().map(([label, act]) => button(
    `${shortened(label, 40)} ×`, act,
    { class: "small", dir: "auto", title: label, "aria-label": `Remove filter ${label}` },
  ));
  if (found.length) found.push(button("Reset", reset, { class: "small" }));
  bar.replaceChildren(
    element("span", { id: "shown-count", tabindex: "-1" },
      countLine()),
    ...found,
  );
  if (at >= 0) bar.children[Math.min(at, bar.children.length - 1)].focus();
}
