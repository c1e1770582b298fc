/* What one document shows for a stance: the words, their language, the source. */

function isForeign(language) {
  return Boolean(language) && !/^en\b/i.test(language);
}

function quotation({ quote, language, translation }) {
  return [
    element(
      "blockquote", { lang: language || null, dir: "auto" }, `“${quote}”`,
      isForeign(language)
        ? element("span", { class: "aside", lang: "en", dir: "ltr" }, ` ${languageName(language)}`)
        : null,
    ),
    translation
      ? element(
        "p", { class: "translation", dir: "auto" },
        element("span", { class: "aside" }, "In English: "), `“${translation}”`,
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

/* Where a document without a headline stands. */
function addressWords(url) {
  try {
    const { protocol, hostname, pathname } = new URL(url);
    if (/^https?:$/.test(protocol)) return shortened(`${hostname.replace(/^www\./, "")}${pathname}`, 44);
  } catch {
    // No address at all.
  }
  return "source";
}

function source({ title, url, publisher, published, language }) {
  const headline = title ? `“${title}”` : addressWords(url);
  return element(
    "p", { class: "source", dir: "auto" }, element("b", {}, publisher), ": ",
    url ? outside(url, headline) : headline, published ? `, ${dateWords(published)}` : "",
    isForeign(language) ? `, in ${languageName(language)}` : "",
  );
}

function evidenceBlock(evidence) {
  const remarks = [ATTRIBUTION_WORDS[evidence.attribution]];
  if (evidence.origin === "extracted") {
    remarks.push("found by rules");
    if (evidence.confidence !== undefined) remarks.push(`rule score: ${scoreWord(evidence.confidence)}`);
  }
  const said = remarks.filter(Boolean).join(" · ");
  return element(
    "div", { class: "evidence" },
    evidence.quote ? quotation(evidence) : null,
    evidence.paraphrase ? paraphrase(evidence) : null,
    source(evidence.document),
    said ? element("p", { class: "aside" }, said) : null,
  );
}
