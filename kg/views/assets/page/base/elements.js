/* Elements are made by hand, never parsed: whatever a source says stays text. */

function byId(id) {
  return document.getElementById(id);
}

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") made.className = value;
    else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/* The same for SVG; numbers are rounded, since pictures are also written to files. */
function drawing(name, properties = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, typeof value === "number" ? Math.round(value * 100) / 100 : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

function button(label, action, properties = {}) {
  return element("button", { type: "button", onclick: action, ...properties }, label);
}

/* Only what a browser may follow: a source could carry javascript: or data: as its address. */
function outside(url, ...children) {
  let address = null;
  try {
    address = new URL(url);
  } catch {
    return element("span", {}, ...children);
  }
  if (address.protocol !== "https:" && address.protocol !== "http:") {
    return element("span", {}, ...children);
  }
  return element(
    "a", { href: address.href, target: "_blank", rel: "noopener noreferrer" }, ...children,
  );
}

function announce(text) {
  byId("announcer").textContent = text;
}

/* Where the clipboard is refused: a field beside the button, since a dialog makes all else inert. */
function copyByField(text, from) {
  const field = element("textarea", { readonly: true, class: "unseen" }, text);
  from.after(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  from.focus();
  return done;
}

async function copy(text, from) {
  const written = navigator.clipboard?.writeText(text) || Promise.reject(new Error("no clipboard"));
  const done = await written.then(() => true, () => copyByField(text, from));
  from.dataset.label ??= from.textContent;
  from.textContent = done ? "Copied" : "Not copied";
  announce(from.textContent);
  clearTimeout(Number(from.dataset.timer));
  from.dataset.timer = setTimeout(() => { from.textContent = from.dataset.label; }, 1500);
}
