/* Files that the page itself makes: they are saved from memory, nothing is asked for. */

const LARGEST_SIDE = 8000;
const FINEST_PIXELS = 3;
// What no XML may hold, escaped or not; a label can.
const NO_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/* As eurostance-network-eu-special-envoy-2026-02-03.csv: the graph by the end of its IRI, tab, scope, day. */
function fileName(ending, scope = "") {
  let graph = "";
  try {
    graph = new URL(page.meta.base).pathname.split("/").filter(Boolean).at(-1) || "";
  } catch {
    // A graph may have no name that is an address.
  }
  const name = /^[\w-]{1,40}$/.test(graph) ? graph : "stances";
  return `${[name, state.tab, scope, state.day].filter(Boolean).join("-")}.${ending}`;
}

function saveFile(ending, content, scope) {
  const address = URL.createObjectURL(content);
  const link = element("a", { href: address, download: fileName(ending, scope), class: "unseen" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  announce(`Saved ${link.download}`);
}

function saveText(ending, type, text, scope) {
  saveFile(ending, new Blob([text], { type: `${type};charset=utf-8` }), scope);
}

/* What the tab shows, framed for paper; null where it has no picture or nothing to draw. */
function framedPicture() {
  const picture = activeTab().picture?.();
  return picture ? paperFrame(picture) : null;
}

function svgText(picture) {
  const text = new XMLSerializer().serializeToString(picture);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace(NO_XML, "")}\n`;
}

function saveSvg() {
  saveText("svg", "image/svg+xml", svgText(framedPicture()));
}

async function savePng() {
  const picture = framedPicture();
  const [width, height] = ["width", "height"].map((name) => Number(picture.getAttribute(name)));
  const fine = Math.min(FINEST_PIXELS, LARGEST_SIDE / Math.max(width, height));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`;
  await image.decode();
  const board = element("canvas");
  [board.width, board.height] = [Math.round(width * fine), Math.round(height * fine)];
  board.getContext("2d").drawImage(image, 0, 0, board.width, board.height);
  const content = await new Promise((done) => { board.toBlob(done, "image/png"); });
  if (content) saveFile("png", content);
  else announce("This browser cannot make so large a picture: take SVG");
}
