/* The filters: each value says how many positions it stands for under the other filters. */

const FEW_VALUES = 12;
const MOST_VALUES = 300;

function valueLabel(name, value) {
  if (name === "polarity") return SIDE[value];
  if (name === "about") return propositions.get(value).label;
  if (name === "country") return countryName(value === NONE ? null : value);
  if (name === "family") return families.get(value)?.label || "no family known";
  return value;
}

function checkRow(label, properties, act) {
  return element("label", { class: "choice", ...properties },
    element("input", {
      type: "checkbox", name: properties["data-filter"], value: properties["data-value"], onchange: act,
    }),
    label, element("span", { class: "count" }));
}

function choiceRow(name, value) {
  const look = name === "polarity" ? `key ${SIDE[value]}` : "choice-label";
  return checkRow(
    element("span", { class: look, dir: "auto" }, valueLabel(name, value)),
    { "data-filter": name, "data-value": value }, () => toggle(name, value),
  );
}

/* A theme stands for all its propositions. */
const themes = new Map();
for (const id of choiceValues.about) {
  const label = propositions.get(id).theme_label;
  if (!themes.has(label)) themes.set(label, []);
  themes.get(label).push(id);
}

function themeGroups() {
  return [...themes].map(([label, ids]) => element(
    "div", { role: "group", "aria-label": label },
    checkRow(element("span", { class: "choice-label", dir: "auto" }, label),
      { class: "choice theme", "data-theme": label }, () => toggle("about", ...ids)),
    ids.map((id) => choiceRow("about", id)),
  ));
}

/* A long list shows its most frequent values and those chosen; a field finds the others. */
function longList(name) {
  const values = [...choiceValues[name]];
  const spelled = new Map(values.map((value) => [value, fold(valueLabel(name, value))]));
  const byName = [...values].sort((one, other) => (spelled.get(one) < spelled.get(other) ? -1 : 1));
  const rows = new Map();
  const list = element("div", { class: "values" });
  let all = false;
  const find = element("input", {
    type: "search", class: "find", oninput: arrange, autocomplete: "off", spellcheck: "false",
    placeholder: `Find among ${values.length}`, "aria-label": `Find in ${ALL_CHOICES[name].title}`,
  });
  const more = button(`All ${values.length}`, () => {
    all = !all;
    arrange();
    more.textContent = all ? `The ${FEW_VALUES} most` : `All ${values.length}`;
  }, { class: "small" });
  function rowOf(value) {
    if (!rows.has(value)) rows.set(value, choiceRow(name, value));
    return rows.get(value);
  }
  function wanted() {
    const words = fold(find.value);
    if (words) return byName.filter((value) => ` ${spelled.get(value)}`.includes(` ${words}`));
    if (all) return byName;
    return values.filter((value, number) => number < FEW_VALUES || state[name].has(value));
  }
  function arrange() {
    list.replaceChildren(...wanted().slice(0, MOST_VALUES).map(rowOf));
    countRows(list);
  }
  longLists.set(name, () => {
    if (!find.value && [...state[name]].some((value) => rows.get(value)?.parentNode !== list)) arrange();
  });
  arrange();
  return [find, list, more];
}

const longLists = new Map();

function choicesOf(name) {
  if (name === "about") return themeGroups();
  if (choiceValues[name].size > FEW_VALUES + 3) return longList(name);
  return [...choiceValues[name]].map((value) => choiceRow(name, value));
}

/* A choice between one value and nothing is none. */
function buildFilters() {
  const names = Object.keys(ALL_CHOICES).filter((name) => choiceValues[name].size > 1);
  byId("choices").replaceChildren(...names.map((name) => element(
    "details", { open: name === "polarity" || name === "about", "data-choice": name },
    element("summary", {}, ALL_CHOICES[name].title, element("span", { class: "chosen-count" }),
      element("span", { class: "aside" })),
    ...choicesOf(name),
  )));
}

function countRow(row) {
  const { filter, value, theme } = row.dataset;
  const [name, values] = theme === undefined ? [filter, [value]] : ["about", themes.get(theme)];
  const chosen = values.filter((one) => state[name].has(one)).length;
  const count = values.reduce((sum, one) => sum + (counts[name].get(one) || 0), 0);
  const [box, , number] = row.children;
  box.checked = chosen === values.length;
  box.indeterminate = chosen > 0 && chosen < values.length;
  number.textContent = count.toLocaleString("en");
  row.classList.toggle("none", !count);
}

function countRows(within) {
  for (const row of within.querySelectorAll(".choice")) countRow(row);
}

function showFilters() {
  for (const again of longLists.values()) again();
  countRows(byId("choices"));
  for (const part of byId("choices").children) {
    const chosen = state[part.dataset.choice].size;
    part.querySelector(".chosen-count").textContent = chosen ? ` · ${chosen}` : "";
    // Who holds several counts on each: the rows add up to more.
    const overlap = part.dataset.choice === "polarity" && severalHeld;
    part.querySelector("summary .aside").textContent = overlap
      ? ` · ${overlap} ${overlap === 1 ? "holds" : "hold"} several` : "";
  }
  showChips();
}
