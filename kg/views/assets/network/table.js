/* The same positions as a table: the text alternative to the picture. */

function tableRow(position) {
  const { pair, last } = position;
  const evidence = (last.evidence || [])[0] || {};
  return element(
    "tr", {},
    element("th", { scope: "row", dir: "auto" },
      button(pair.actor.name, () => select(pair.actor.id, null), { class: "link" })),
    element("td", {}, pair.actor.country ? countryName(pair.actor.country) : ""),
    element("td", {},
      button(pair.proposition.label, () => select(null, pair.proposition.id), { class: "link" })),
    element("td", {}, chip(pair.proposition, position.polarity, position.several)),
    element("td", {}, spokenWords(last)),
    element("td", { dir: "auto", lang: evidence.quote ? evidence.language : null },
      evidence.quote ? `“${evidence.quote}”` : evidence.paraphrase || ""),
    element("td", { dir: "auto" },
      evidence.url ? outside(evidence.url, evidence.publisher) : evidence.publisher || ""),
    element("td", {}, button(
      counted(position.said.length, "stance"), () => select(pair.actor.id, pair.proposition.id),
      { class: "link" },
    )),
  );
}

function showTable() {
  const asTable = state.view === "table";
  document.documentElement.classList.toggle("as-table", asTable);
  byId("as-table").textContent = asTable ? "Show as network" : "Show as table";
  document.documentElement.classList.toggle("landing", !state.actor && !state.proposition);
  if (!asTable) return;
  const body = document.querySelector("#positions tbody");
  body.replaceChildren(...[...shown.values()].map(tableRow));
}
