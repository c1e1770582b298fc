/* Of what the data is that is taken along: what the picture shows, what is selected, or all. */

let scopesOffered = [NOTHING];

/* What is shown of each: as a selection would have it, NOTHING for all; the likeliest first. */
function exportScopes() {
  const selected = Object.fromEntries(Object.keys(NOTHING).map((name) => [name, state[name]]));
  const pictured = { ...NOTHING, proposition: onlyProposition(picturedPositions())?.id || null };
  const narrower = new Map();
  for (const scope of [selected, pictured]) {
    const number = shownStances(scope).length;
    if (number && number < shownStances().length) narrower.set(scopeWords(scope), scope);
  }
  return [...narrower.values(), NOTHING];
}

function scopeWords(scope) {
  const words = selectionWords(scope);
  const number = counted(shownStances(scope).length, "stance");
  return words ? `only ${shortened(words, 60)} (${number})` : `all that passes the filters (${number})`;
}

/* As it stands in the name of a file. */
function scopeName({ actor, proposition, group, peer, event }) {
  return [actor, proposition, group, peer, event].filter(Boolean)
    .map((id) => id.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "").slice(0, 40)).join("-");
}

function scopeChoice() {
  scopesOffered = exportScopes();
  if (scopesOffered.length < 2) return null;
  return element(
    "div", { role: "radiogroup", "aria-label": "Of which stances" },
    scopesOffered.map((scope, number) => element(
      "label", { class: "choice" },
      element("input", { type: "radio", name: "scope", value: number, checked: !number }),
      element("span", { class: "choice-label", dir: "auto" }, scopeWords(scope)),
    )),
  );
}

function chosenScope() {
  return scopesOffered[exportMenu().querySelector("[name=scope]:checked")?.value || 0];
}
