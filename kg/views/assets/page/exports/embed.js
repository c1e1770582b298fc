/* The page inside another page: only the picture, and evidence over it when asked for. */

function isEmbedded() {
  return state.embed !== "no";
}

/* What is selected opens over the picture once a reader selects it, not when the page opens. */
function showEmbedding(patch) {
  const { dataset } = document.documentElement;
  dataset.embed = state.embed;
  if (Object.keys(NOTHING).some((name) => name in patch)) dataset.evidence = "open";
  if (!isSelected() || !isEmbedded()) delete dataset.evidence;
  byId("whole").replaceChildren(...isEmbedded() ? embeddingTools() : []);
}

function embeddingTools() {
  const { dataset } = document.documentElement;
  const toggleEvidence = (event) => {
    dataset.evidence = dataset.evidence === "open" ? "" : "open";
    event.currentTarget.setAttribute("aria-expanded", String(dataset.evidence === "open"));
  };
  return [
    button("Evidence", toggleEvidence, {
      class: isSelected() ? "small" : "small absent", "aria-controls": "panel",
      "aria-expanded": String(dataset.evidence === "open"),
    }),
    element("a", {
      href: linkHere({ embed: "no" }), target: "_blank", rel: "noopener noreferrer",
    }, "Open the whole page"),
  ];
}

function inAttribute(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/* The name that this file has now, as a page beside it would call it. */
function ownFileName() {
  return `./${location.pathname.split("/").at(-1)}`;
}

/* Of the settings only those of the tab are told: a frame has no other tabs. */
const TAB_SETTINGS = {
  network: ["arrange", "fold", "unfolded"], matrix: ["rows", "order"],
  timeline: ["span", "lanes", "moved"], agreement: ["level", "join"], table: ["sort", "only"],
};

function embedHash() {
  const others = Object.entries(TAB_SETTINGS)
    .flatMap(([tab, names]) => (tab === state.tab ? [] : names));
  const first = { ...settingDefaults(), unfolded: [] };
  return hash({ ...Object.fromEntries(others.map((name) => [name, first[name]])), embed: "yes" });
}

/* A frame that may run the page's script and open its links, and nothing else. */
function embedText() {
  const attributes = {
    src: `${ownFileName()}#${embedHash()}`,
    title: `${page.meta.title}: ${captionLines()[0]}`,
    width: "100%",
    height: "640",
    loading: "lazy",
    sandbox: "allow-scripts allow-popups allow-popups-to-escape-sandbox",
    referrerpolicy: "no-referrer",
  };
  return `<iframe ${Object.entries(attributes)
    .map(([name, value]) => `${name}="${inAttribute(value)}"`).join(" ")}></iframe>`;
}

function openEmbedText() {
  openText("Embed this view", "Put this file beside your page, and this into your page. With "
    + "embed=days instead of embed=yes readers can also choose the day.", embedText());
}
