/* How a stance is cited: as a sentence, as records for a reference manager, as a link. */

function pageWords() {
  const { title, version, as_of: day } = page.meta;
  return [title, version && `version ${version}`, day && `data to ${dateWords(day)}`]
    .filter(Boolean).join(", ");
}

/* What a person was on the day, the newest office first; on every day that it may have been. */
function officeWords({ pair, earliest, latest }) {
  if (pair.actor.kind !== "person") return "";
  const atLast = officesOn(pair.actor, latest);
  return officesOn(pair.actor, earliest).filter((one) => atLast.includes(one)).map(({ role }) => role).reverse().join("; ");
}

function citedSource({ quote, paraphrase: words, document }) {
  const { publisher, title, published, url } = document;
  const at = [publisher, title && `“${title}”`, published && dateWords(published), url];
  return `${quote ? `“${quote}”` : (words || "").replace(/\.$/, "")} (${at.filter(Boolean).join(", ")})`.trim();
}

function citation(stance) {
  const { actor, proposition } = stance.pair;
  const who = [actor.name, officeWords(stance)].filter(Boolean).join(", ");
  const told = stance.evidence.map(citedSource).join("; ");
  return `${who}, ${spokenWords(stance)}: ${verb(proposition, stance.polarity)} – `
    + `${proposition.label}. ${told ? `${told}. ` : ""}In: ${pageWords()}. `
    + iri("stance", stance.id);
}

/* CSL-JSON, which Zotero, Pandoc and others read: one record for each document. */
function citationRecords(stance) {
  const records = stance.evidence.map(({ document }) => ({
    id: document.id,
    type: "webpage",
    title: document.title,
    "container-title": document.publisher,
    issued: document.published && { "date-parts": [document.published.split("-").map(Number)] },
    language: document.language,
    URL: document.url,
    note: citation({ ...stance, evidence: [] }),
  }));
  return JSON.stringify(records, null, 2);
}

function stanceLink(stance) {
  return `${location.href.split("#")[0]}#${new URLSearchParams({ stance: stance.id })}`;
}

function citing(stance) {
  const text = citation(stance);
  return disclosure(`${stance.id}/cite`, "Cite this", () => [
    element("p", { class: "citation", dir: "auto" }, text),
    element(
      "p", { class: "ways" },
      button("Copy citation", ({ currentTarget }) => copy(text, currentTarget), { class: "small" }),
      button(
        "Copy for Zotero (CSL-JSON)",
        ({ currentTarget }) => copy(citationRecords(stance), currentTarget), { class: "small" },
      ),
    ),
  ]);
}
