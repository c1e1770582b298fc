/* The address keeps the whole state: a link shows exactly this view. */

const WINDOWS = [0, 30, 90, 180, 365];
const KNOWN = { actor: actors, proposition: propositions, stance: stanceById, group: groups,
  peer: groups, event: events };
let hashTimer = 0;

/* The values of a filter that are on, always in the same order. */
function chosenValues(name) {
  return [...choiceValues[name]].filter((value) => state[name].has(value));
}

/* All that is not as it is at first, as words for behind the #; `changed` says what to tell otherwise. */
function hash(changed = {}) {
  const now = { ...state, ...changed };
  const words = new URLSearchParams();
  for (const name of Object.keys(NOTHING)) {
    const told = now.stance && (name === "actor" || name === "proposition");
    if (now[name] && !told) words.set(name, now[name]);
  }
  for (const name of Object.keys(ALL_CHOICES)) {
    for (const one of chosenValues(name)) words.append(name === "about" ? "on" : name, one);
  }
  if (now.day !== lastDay) words.set("day", now.day);
  if (now.window) words.set("window", now.window);
  for (const group of now.unfolded) words.append("unfolded", group);
  for (const [name, [first]] of Object.entries(SETTINGS)) {
    if (now[name] !== first) words.set(name, now[name]);
  }
  // Where nothing stands behind the #, the page opens as it was made to open.
  return words.toString() || (page.meta.opens ? `tab=${now.tab}` : "");
}

/* The link that shows exactly this, on this page. */
function linkHere(changed) {
  return `${location.href.split("#")[0]}#${hash(changed)}`;
}

function readSelection(words) {
  const read = { ...NOTHING };
  for (const [name, index] of Object.entries(KNOWN)) {
    const told = words.get(name);
    const id = name === "stance" && !index.has(told) ? heirs.get(told) : told;
    if (index.has(id)) read[name] = id;
  }
  if (read.stance) {
    const { actor, proposition } = stanceById.get(read.stance);
    return { ...NOTHING, stance: read.stance, actor, proposition };
  }
  if (read.actor && read.proposition && !pairOf.get(read.actor)?.has(read.proposition)) {
    read.proposition = null;
  }
  if (read.actor) read.group = null;
  if (!read.group || read.peer === read.group) read.peer = null;
  return read;
}

function readDay(words) {
  const day = words.get("day") || "";
  const read = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(day) : null;
  // Some browsers read 30 February as a day in March.
  const real = read && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day);
  return real && day >= firstDay && day <= lastDay ? day : lastDay;
}

/* Links come from anywhere: nothing that the page does not know gets in. */
function fromHash(text) {
  const words = new URLSearchParams(text.replace(/^#/, "") || page.meta.opens || "");
  const read = readSelection(words);
  for (const name of Object.keys(ALL_CHOICES)) {
    const wanted = new Set(words.getAll(name === "about" ? "on" : name));
    read[name] = new Set([...choiceValues[name]].filter((one) => wanted.has(one)));
  }
  read.day = readDay(words);
  const days = Number(words.get("window"));
  read.window = WINDOWS.includes(days) ? days : 0;
  for (const [name, values] of Object.entries(SETTINGS)) {
    read[name] = values.includes(words.get(name)) ? words.get(name) : values[0];
  }
  const unfolded = words.getAll("unfolded").filter(
    (one) => islandById.has(one) && one.startsWith(`${read.fold}/`),
  );
  read.unfolded = new Set(unfolded.slice(-MOST_UNFOLDED));
  return read;
}

/* Whether the way back should lead to what was before: another selection, another tab. */
function leadsElsewhere(patch) {
  return !isEmbedded() && [...Object.keys(NOTHING), "tab"].some(
    (name) => name in patch && patch[name] !== state[name],
  );
}

/* Writes the state into the entry of the history that shows, or as a new one. */
function writeHash(anew = false) {
  clearTimeout(hashTimer);
  hashTimer = 0;
  const now = `#${hash()}`;
  try {
    if (anew && now !== (location.hash || "#")) history.pushState(null, "", now);
    else history.replaceState(null, "", now);
  } catch {
    // Some browsers refuse this for local files: the page works on without a link.
  }
}

/* Browsers count these, and a slider makes many. */
function writeHashSoon() {
  clearTimeout(hashTimer);
  hashTimer = setTimeout(writeHash, 150);
}

/* What was to be written belongs to the entry that is about to be left. */
function writeHashDue() {
  if (hashTimer) writeHash();
}

/* Back, forward, or another address: it holds the state, and nothing is left to be written. */
window.addEventListener("hashchange", () => {
  clearTimeout(hashTimer);
  hashTimer = 0;
  change(fromHash(location.hash), { keepHash: true });
});

/* A link to a file leads there on one computer only; what follows # holds for any copy of it. */
async function copyLink(link, from) {
  await copy(link, from);
  if (location.protocol !== "file:") return;
  const words = link.slice(link.indexOf("#"));
  byId("note").replaceChildren(
    element("p", {}, "The link opens this file on this computer only. Whoever has been sent the "
      + `file opens it${words === "#" ? "." : " and adds this to its address:"}`),
    words === "#" ? "" : element("code", {}, words),
    element("p", { class: "ways" },
      words === "#" ? ""
        : button("Copy this part", ({ currentTarget }) => copy(words, currentTarget), { class: "small" }),
      button("Close", closeNote, { class: "small" })),
  );
}

function closeNote() {
  byId("note").replaceChildren();
}
