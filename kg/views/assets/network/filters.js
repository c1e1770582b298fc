/* The filters: each value says how many positions it stands for under the other filters. */

const FILTER_TITLES = {
  polarity: "Position",
  about: "Proposition",
  country: "Country",
  kind: "Kind of actor",
  status: "Status",
};

function valueLabel(name, value) {
  if (name === "polarity") return SIDE[value];
  if (name === "about") return propositions.get(value).label;
  if (name === "country") return countryName(value === "none" ? null : value);
  return value;
}

function countsOf(name) {
  const counts = new Map();
  for (const position of passing(name).values()) {
    const values = name === "status"
      ? new Set(position.said.map((stance) => stance.status))
      : [CHOICES[name].of(position)];
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return counts;
}

function choiceRow(name, value) {
  const box = element("input", {
    type: "checkbox", name, value, onchange: () => toggle(name, value),
  });
  return element("label", { class: "choice", "data-filter": name, "data-value": value }, box,
    element("span", { class: name === "polarity" ? `key ${SIDE[value]}` : "choice-label" },
      valueLabel(name, value)),
    element("span", { class: "count" }));
}

function themeGroups() {
  const groups = new Map();
  for (const one of propositions.values()) {
    if (!pairs.some((pair) => pair.proposition === one)) continue;
    if (!groups.has(one.theme_label)) groups.set(one.theme_label, []);
    groups.get(one.theme_label).push(one.id);
  }
  return [...groups].map(([label, ids]) => element(
    "div", { role: "group", "aria-label": label }, element("h4", {}, label),
    ids.map((id) => choiceRow("about", id)),
  ));
}

function choicesOf(name) {
  if (name === "about") return themeGroups();
  const counts = countsOf(name);
  const values = CHOICES[name].values.filter((value) => counts.has(value) || name === "polarity");
  if (name === "country") {
    values.sort((one, other) => valueLabel(name, one).localeCompare(valueLabel(name, other), "en"));
  }
  return values.map((value) => choiceRow(name, value));
}

function buildFilters() {
  byId("choices").replaceChildren(...Object.entries(FILTER_TITLES).map(([name, title]) => element(
    "details", { class: pairs.length ? null : "unseen", open: name === "polarity" || name === "about" },
    element("summary", {}, title), ...choicesOf(name),
  )));
}

function showFilters() {
  for (const name of Object.keys(CHOICES)) {
    const counts = countsOf(name);
    for (const row of document.querySelectorAll(`.choice[data-filter="${name}"]`)) {
      const value = row.dataset.value;
      row.querySelector("input").checked = state[name].has(value);
      row.querySelector(".count").textContent = counts.get(value) || 0;
      row.classList.toggle("none", !counts.get(value));
    }
  }
  const chips = Object.keys(CHOICES).flatMap((name) => [...state[name]].map((value) => button(
    `${valueLabel(name, value)} ×`, () => toggle(name, value),
    { class: "small", "aria-label": `Remove filter ${valueLabel(name, value)}` },
  )));
  if (filtered()) chips.push(button("Reset", reset, { class: "small" }));
  byId("chips").replaceChildren(
    element("span", { id: "shown-count" }, `${shown.size} of ${pairs.length} positions`), ...chips,
  );
}
