/* What the panels are made of: rows that lead on, chips, lists in pieces, parts that unfold. */

function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}

function back() {
  return button("← Whole graph", () => change({
    ...NOTHING, ...(state.tab === "network" && splitOn() ? { arrange: "agreement" } : {}),
  }), { class: "back" });
}

function linkTo(label, target) {
  return button(label, () => select(target), { class: "link", dir: "auto" });
}

/* What changes the picture leads to it, where that stands above the panel. */
function pictureButton(label, act, properties = { class: "small" }) {
  return button(label, () => {
    act();
    if (isNarrow()) byId("picture").scrollIntoView({ behavior: wantsLessMotion() ? "auto" : "smooth" });
  }, properties);
}

function goTo(label, target, ...beside) {
  return element(
    "li", {},
    element("button", { type: "button", class: "row", onclick: () => select(target) },
      element("span", { class: "row-label", dir: "auto" }, label), ...beside),
  );
}

/* The first of a long list; the rest comes in pieces when asked for. */
function pieces(list, things, draw, most = 20) {
  let drawn = 0;
  const more = button("", () => {
    const at = list.children.length;
    grow();
    (list.children[at].querySelector("button, summary") || list.children[at]).focus();
  }, { class: "small more" });
  function grow() {
    const next = things.slice(drawn, drawn + most);
    list.append(...next.map(draw));
    drawn += next.length;
    const left = things.length - drawn;
    more.textContent = moreWords(Math.min(left, most), things.length);
    if (!left) more.remove();
  }
  grow();
  return drawn < things.length ? [list, more] : [list];
}

function rowList(things, draw, most) {
  return pieces(element("ul", { class: "rows" }), things, draw, most);
}

/* What a reader unfolded stays so, though the panel is made anew with every day of the slider. */
const unfolded = new Map();

/* Filled when first opened: an actor may have hundreds of stances. */
function disclosure(key, summary, fill, open = false) {
  const made = element(
    "details", { open: unfolded.get(key) ?? open }, element("summary", {}, summary),
  );
  let filled = false;
  const fillOnce = () => {
    if (!made.open || filled) return;
    filled = true;
    made.append(...[fill()].flat(2).filter(Boolean));
  };
  made.addEventListener("toggle", () => {
    unfolded.set(key, made.open);
    fillOnce();
  });
  fillOnce();
  return made;
}

function chip(proposition, polarity, several = false) {
  return element(
    "span", { class: `chip ${SIDE[polarity]}` }, verb(proposition, polarity, several),
  );
}

/* One chip for each polarity that is current: "mixed" would hide what was said. */
function chips({ pair, polarities }) {
  return polarities.map((polarity) => chip(pair.proposition, polarity));
}

function changedMark(brief = false) {
  const word = element("span", { class: brief ? "unseen" : null }, " changed");
  return element("span", { class: "changed" }, "Δ", word);
}

function dateMark(stance) {
  return element("span", { class: "date" }, spokenWords(stance));
}

function dayWords() {
  const words = `as of ${dateWords(state.day)}`;
  return state.window ? `${words}, counting the last ${state.window} days` : words;
}

function pairTarget(pair) {
  return { actor: pair.actor.id, proposition: pair.proposition.id };
}

/* As the picture counts it; where the filters hide it, as it is without them. */
function positionNow(pair) {
  return shown.get(pair.edge) || positionOn(pair, state.day, windowStart());
}

function stanceRow(stance, label = stance.pair.actor.name) {
  return goTo(
    label, { stance: stance.id }, chip(stance.pair.proposition, stance.polarity), dateMark(stance),
  );
}

function newestFirst(one, other) {
  return olderFirst(other.last, one.last);
}

function changeList(told, label, most) {
  return rowList(told, (one) => {
    const { before, after } = one;
    return goTo(
      label(one.pair), { stance: after.id },
      chip(one.pair.proposition, before.polarity),
      element("span", { class: "aside" }, "→"),
      chip(one.pair.proposition, after.polarity), dateMark(after),
    );
  }, most);
}

/* Those that the day, the window and the filters of stances leave, the latest first. */
function changesByNow(among) {
  const [from, counts] = [windowStart(), stanceFilter(null)];
  return among
    .flatMap((pair) => changesOf(pair, state.day, from, counts))
    .sort(latestChangeFirst);
}
