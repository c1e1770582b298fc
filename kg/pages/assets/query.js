// The query page: YASGUI's editor and table of results over the field, where both were fetched.
(() => {
"use strict";

const form = document.getElementById("ask");
const field = document.getElementById("query");
const state = document.getElementById("state");
const results = document.getElementById("results");
const library = window.Yasgui && (window.Yasgui.Yasgui || window.Yasgui);
if (!library || !library.Yasqe || !library.Yasr) return;
const { Yasqe, Yasr } = library;

const endpoint = new URL(form.dataset.endpoint, location.href).href;
const top = new URL(".", endpoint).href;
const base = "https://w3id.org/eurostance/";
const place = /^[^:\n]*:(\d+):(\d+): error: /;
const known = fetch(form.dataset.words).then((response) => response.json());

/** An element with text and attributes. */
function made(name, text, attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/** What may stand at a place: ours alone, nothing is fetched from elsewhere. */
function complete(kind, listed) {
  const get = () => known.then(listed);
  Yasqe.forkAutocompleter(kind, { name: kind, bulk: true, persistenceId: null, get }, false);
}

function draw() {
  complete("prefixes", (words) => Object.entries(words.prefixes).map(([name, iri]) => `${name}: <${iri}>`));
  complete("class", (words) => words.classes);
  complete("property", (words) => words.properties);
  const holder = made("div", "", { id: "editor" });
  field.before(holder);
  const editor = new Yasqe(holder, {
    value: field.value,
    autocompleters: ["prefixes", "class", "property", "variables"],
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    editorHeight: "22rem",
    resizeable: false,
    requestConfig: {
      endpoint,
      method: "POST",
      acceptHeaderGraph: "text/turtle",
      acceptHeaderSelect: "application/sparql-results+json",
    },
  });
  field.hidden = true;
  form.classList.add("enhanced");
  document.querySelector("label[for=query]").addEventListener("click", () => editor.focus());
  const input = editor.getInputField();
  input.setAttribute("aria-label", "Query in SPARQL; Esc leaves the editor");
  // With Tab alone nobody who uses the keyboard gets out of an editor that takes it.
  editor.setOption("extraKeys", { ...editor.getOption("extraKeys"), Tab: false, "Shift-Tab": false });
  editor.on("change", () => { field.value = editor.getValue(); });
  return editor;
}

function drawResults(editor) {
  let prefixes = {};
  known.then((words) => { prefixes = words.prefixes; });
  const table = new Yasr(results, {
    persistenceId: null,
    prefixes: () => ({ ...prefixes, ...editor.getPrefixesFromQuery() }),
    plugins: { table: { dynamicConfig: { compact: true, isEllipsed: false } } },
  });
  table.rootEl.querySelector(".yasr_external_ref_btn")?.remove();
  table.rootEl.querySelector(".yasr_downloadIcon")?.remove();
  table.on("drawn", () => {
    table.rootEl.querySelector("select")?.setAttribute("aria-label", "Rows on a page");
    table.rootEl.querySelector("input[type=text]")?.setAttribute("aria-label", "Words in the rows");
    table.rootEl.querySelector(".CodeMirror textarea")?.setAttribute("aria-label", "The answer as text");
    // What is wider than the page is scrolled by the keyboard, too.
    const box = table.rootEl.querySelector(".yasr_results");
    for (const [key, value] of [["tabindex", 0], ["role", "region"], ["aria-label", "Answer"]]) box?.setAttribute(key, value);
  });
  // A thing of the graph has a page here.
  results.addEventListener("pointerover", local);
  results.addEventListener("focusin", local);
  return table;
}

function local(event) {
  const link = event.target.closest?.("a[href]");
  if (!link) return;
  const address = link.getAttribute("href");
  if (address.startsWith(base) && !address.includes("#")) link.href = top + address.slice(base.length);
  else if (!/^https?:/.test(address)) link.removeAttribute("href");
}

/** Downloads and the graph of the query that was answered; of yes or no there is nothing to draw. */
function offer(text, isGraph, isDrawn) {
  const links = made("p", "Download: ", { class: "links" });
  const forms = isGraph
    ? { turtle: "Turtle", ntriples: "N-Triples", jsonld: "JSON-LD", rdfxml: "RDF/XML" }
    : { csv: "CSV", json: "JSON", tsv: "TSV", xml: "XML" };
  for (const [name, label] of Object.entries(forms)) {
    const asked = new URLSearchParams({ query: text, format: name, download: "answer" });
    links.append(made("a", label, { href: `${endpoint}?${asked}`, download: "" }), " ");
  }
  const graph = `${form.dataset.graph}?${new URLSearchParams({ query: text })}`;
  if (isDrawn) links.append(made("a", "Open as graph", { href: graph }));
  return links;
}

/** What went wrong in one line; a place in the query is a button that leads there. */
function refuse(editor, message) {
  const [first, ...more] = message.trim().split("\n");
  const found = place.exec(first);
  const words = [first.replace(place, ""), ...more.map((line) => line.replace(/^hint: /, ""))].join("; ");
  const told = made("p", "", { class: "fault" });
  if (found) {
    const [line, column] = [Number(found[1]), Number(found[2])];
    const there = made("button", `Line ${line}, column ${column}`, { type: "button" });
    there.addEventListener("click", () => {
      editor.focus();
      editor.getDoc().setCursor({ line: line - 1, ch: column - 1 });
    });
    told.append(there, ": ");
  }
  told.append(words);
  return told;
}

function start() {
  const editor = draw();
  const table = drawResults(editor);
  let asked = "";
  editor.on("query", () => {
    asked = editor.getValue();
    state.replaceChildren(made("p", "Asking …"));
    const here = new URL(location.href);
    here.search = new URLSearchParams({ query: asked });
    // A very long query makes an address that no server takes.
    if (here.href.length < 8000) history.replaceState(null, "", here);
  });
  editor.on("queryResponse", (_, answer, took) => {
    if (answer instanceof Error) {
      const ended = answer.name === "AbortError" ? "Ended." : answer.message;
      state.replaceChildren(refuse(editor, ended));
      results.hidden = true;
      return;
    }
    const isGraph = /turtle|n-triples|ld\+json|rdf\+xml|trig/.test(answer.headers.get("content-type"));
    results.hidden = false;
    // The view is chosen before there is an answer: another one is of no use to the last answer.
    table.results = undefined;
    table.selectPlugin(isGraph ? "response" : "table");
    table.setResponse(answer, took);
    const rows = isGraph ? undefined : table.results.getBindings()?.length;
    const told = isGraph ? "A graph" : rows === undefined ? "Yes or no" : counted(rows);
    const links = offer(asked, isGraph, isGraph || rows !== undefined);
    state.replaceChildren(made("p", `${told}, in ${(took / 1000).toFixed(2)} s.`), links);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    editor.query().catch(() => {});
  });
}

function counted(rows) {
  return `${rows.toLocaleString("en")} row${rows === 1 ? "" : "s"}`;
}

start();
})();
