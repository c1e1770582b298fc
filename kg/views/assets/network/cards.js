/* One stance with all its evidence, as it stands in the side panel. */

function chip(proposition, polarity, several = false) {
  return element(
    "span", { class: `chip ${SIDE[polarity]}` }, verb(proposition, polarity, several),
  );
}

function quotation(evidence) {
  const language = evidence.language || null;
  const foreign = language && !language.startsWith("en");
  return [
    element(
      "blockquote", { lang: language, dir: "auto" }, `“${evidence.quote}”`,
      foreign
        ? element("span", { class: "aside", lang: "en", dir: "ltr" }, ` ${languageName(language)}`)
        : null,
    ),
    evidence.translation
      ? element(
        "p", { class: "translation", dir: "auto" },
        element("span", { class: "aside" }, "In English: "), `“${evidence.translation}”`,
      )
      : null,
  ];
}

function paraphrase(evidence) {
  return element(
    "p", { class: "paraphrase", dir: "auto" }, evidence.paraphrase, " ",
    element("span", { class: "aside" }, "paraphrase, not a quotation"),
  );
}

function source(evidence) {
  const headline = evidence.title ? `“${evidence.title}”` : "source";
  const published = evidence.published ? `, ${dateWords(evidence.published)}` : "";
  return element(
    "p", { class: "source", dir: "auto" }, `${evidence.publisher}: `,
    evidence.url ? outside(evidence.url, headline) : headline, published,
  );
}

function evidenceBlock(evidence) {
  const remarks = [ATTRIBUTION_WORDS[evidence.attribution]];
  if (evidence.origin === "extracted" && evidence.confidence !== undefined) {
    remarks.push(`rule score: ${scoreWord(evidence.confidence)}`);
  }
  const said = remarks.filter(Boolean).join(" · ");
  return element(
    "div", { class: "evidence" },
    evidence.quote ? quotation(evidence) : null,
    evidence.paraphrase ? paraphrase(evidence) : null,
    source(evidence),
    said ? element("p", { class: "aside" }, said) : null,
  );
}

function citation(pair, stance) {
  const evidence = (stance.evidence || [])[0];
  const words = evidence?.quote ? `“${evidence.quote}”` : evidence?.paraphrase || "";
  const origin = evidence
    ? [evidence.publisher, evidence.title && `“${evidence.title}”`,
      evidence.published && dateWords(evidence.published), evidence.url].filter(Boolean).join(", ")
    : "";
  return [
    `${pair.actor.name} (${spokenWords(stance)}): ${verb(pair.proposition, stance.polarity)}`
      + ` – ${pair.proposition.label}.`,
    words, origin, `${page.meta.title}${page.meta.version ? `, ${page.meta.version}` : ""}:`,
    iri(stance),
  ].filter(Boolean).join(" ");
}

function stanceCard(pair, stance) {
  const change = pair.changes.find((one) => one.after === stance.id);
  const behalf = stance.on_behalf_of;
  return element(
    "article", { class: stance.latest > state.day ? "stance later" : "stance" },
    element(
      "p", { class: "stance-head" }, chip(pair.proposition, stance.polarity),
      change ? element("span", { class: "changed" }, "Δ changed") : null,
      element("span", { class: "date" }, spokenWords(stance)),
    ),
    stance.latest > state.day
      ? element("p", { class: "aside" }, `After ${dateWords(state.day)}: not counted in the picture.`)
      : null,
    (stance.evidence || []).map(evidenceBlock),
    stance.reason
      ? element(
        "p", { dir: "auto" }, element("span", { class: "aside" }, "Reason given: "), stance.reason,
      )
      : null,
    behalf
      ? element("p", { class: "aside" }, `On behalf of ${actors.get(behalf)?.name || behalf}`)
      : null,
    element(
      "footer", {},
      element("span", { class: "aside" }, STATUS_WORDS[stance.status]),
      element("span", { class: "iri" }, outside(iri(stance), stance.id)),
      button(
        "Copy citation", (event) => copy(citation(pair, stance), event.currentTarget),
        { class: "small" },
      ),
    ),
  );
}
