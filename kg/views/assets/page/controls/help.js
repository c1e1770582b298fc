/* Help: how to read the page, its keys, and what its data are. */

const READING = [
  ["Blue, solid", "for, in the proposition's own words: “wants dialogue”, “is a threat”."],
  ["Orange, dashed", "against."],
  ["Grey, dotted", "mixed or conditional, or several at once since their dates overlap."],
  ["Width", "how many stances stand behind a line."],
  ["Δ", "an earlier stance of this actor said otherwise."],
  ["Place", "computed from agreement: those who favour the same stand close. The axes have no name."],
  ["Shape", "circle a person, square a state, diamond a party, hexagon an organisation."],
];
const KEYS = [
  ["/", "search"],
  ["arrows", "in the picture: to the next thing that way; Enter opens it"],
  ["+ − 0", "zoom in, out, show all"],
  ["[ ]", "a week back, a week on"],
  ["1 – 6", "network, matrix, timeline, agreement, map, table"],
  ["Esc", "close, or back to the whole graph"],
  ["?", "this help"],
];

function pairsOfWords(told) {
  return element("dl", { class: "words" }, told.map(([word, meaning]) => [
    element("dt", {}, word), element("dd", {}, meaning),
  ]).flat());
}

function dataWords() {
  const { as_of: day, version, licence, narrowed } = page.meta;
  const holders = pairOf.size;
  const languages = new Set([...documents.values()].map(({ language }) => language).filter(Boolean));
  const by = (status) => stances.filter((stance) => stance.status === status).length;
  const found = STATUSES.filter((status) => by(status) && status !== "curated")
    .map((status) => `${by(status).toLocaleString("en")} ${STATUS_WORDS[status]}`);
  return [
    `${counted(stances.length, "stance")} of ${counted(holders, "actor")} on `
      + `${counted(choiceValues.about.size, "proposition")}, from ${counted(documents.size, "document")} `
      + `of ${counted(choiceValues.publisher.size, "outlet")} in ${counted(languages.size, "language")}`
      + `${stances.length ? `, ${dateWords(firstDay)} to ${dateWords(lastStanceDay)}` : ""}.`,
    [day && `Data to ${dateWords(day)}`, version && `version ${version}`, licence]
      .filter(Boolean).join(", "),
    narrowed?.length ? `This page keeps to a part of the graph: ${narrowed.join("; ")}.` : null,
    `${counted(by("curated"), "stance")} curated by hand`
      + `${found.length ? `; ${found.join("; ")}` : ""}. Each stance carries its own status.`,
    "A position on a day is the last stance by that day. An undated stance counts from the day "
      + "by which it was reported.",
    "Missing is not neutral: only what was found in a public source is here, and some languages, "
      + "countries and outlets are covered better than others.",
  ].filter(Boolean);
}

function errorWords() {
  const { report_url: report, method_url: method } = page.meta;
  return element(
    "p", {}, "Something wrong? ",
    report ? outside(report, "Report an error") : "Tell who sent you this file",
    ", with the link of the stance: “Copy link” stands on every one.",
    method ? [" How it was made: ", outside(method, "method"), "."] : null,
  );
}

function showHelp() {
  if (document.querySelector("dialog[open]")) return;
  openDialog("How to read this", element(
    "div", { class: "help" }, pairsOfWords(READING),
    element("p", {}, "A click on any line, cell, mark or name opens the words behind it, with "
      + "date, office, publisher and link. All tabs share the filters, the day and the selection; "
      + "the address of the page holds them, so a copied link shows the same view."),
    element("h3", {}, "Keys"), pairsOfWords(KEYS),
    element("h3", {}, "What the data are"),
    dataWords().map((words) => element("p", { dir: "auto" }, words)), errorWords(),
  ));
}

function startHelp() {
  byId("help").addEventListener("click", showHelp);
  document.addEventListener("keydown", (event) => {
    if (event.key === "?" && !event.target.closest("input, textarea, select")) {
      showHelp();
      event.preventDefault();
    }
  });
}
