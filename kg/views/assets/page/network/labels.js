/* Which names are drawn, and where: the weightiest first, and only where nothing else stands. */

const CELL = 64;
const MARGIN = 64;
const NARROW_MARGIN = 30;
const SMALL_BOX = [24, 15];
/* A name stands at its mark, or so near that the eye needs no help; else it waits for more room. */
const LONGEST_LEADER = 24;
const STEPS = [6, 12, 20];
const SIGN = 14;

class Room {
  constructor() {
    this.cells = new Map();
  }

  * near([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) {
        yield x * 100003 + y;
      }
    }
  }

  isFree(box) {
    for (const key of this.near(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) {
          return false;
        }
      }
    }
    return true;
  }

  take(box) {
    for (const key of this.near(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

function around(x, y, width, height) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

/* Where a name may stand, best first, each as the middle of its box; ``near`` is also near by. */
function* spots(mark, width, height, { left, right, top, bottom }, near) {
  const beside = mark.radius + width / 2 + 2;
  const under = mark.radius + height / 2 + 1;
  const [aslant, steep] = [0.7 * mark.radius + width / 2 + 1, 0.7 * mark.radius + height / 2 + 1];
  const inside = ([x, y]) => (
    x - width / 2 >= left && x + width / 2 <= right && y > top && y < bottom
  );
  if (mark.side) {
    yield [mark.x + (mark.side === "left" ? -beside : beside), mark.y];
  } else {
    // Towards the middle, where the picture does not end.
    const inward = mark.x > (left + right) / 2 ? -1 : 1;
    yield* [
      [mark.x, mark.y + under], [mark.x + inward * beside, mark.y],
      [mark.x - inward * beside, mark.y], [mark.x, mark.y - under],
      [mark.x + inward * aslant, mark.y + steep], [mark.x + inward * aslant, mark.y - steep],
      [mark.x - inward * aslant, mark.y + steep], [mark.x - inward * aslant, mark.y - steep],
    ].filter(inside);
  }
  for (const away of near ? STEPS : []) {
    yield* [[0, 1], [1, 1], [-1, 1], [1, -1], [-1, -1], [0, -1], [1, 0], [-1, 0]].map(([x, y]) => (
      [mark.x + x * (beside + (y ? 0 : away)), mark.y + y * (under + away)]
    )).filter(inside);
  }
}

/* How far a name ends from the middle of its mark. */
function gap(mark, { x, y, width, height }) {
  return Math.hypot(
    Math.max(Math.abs(x - mark.x) - width / 2, 0), Math.max(Math.abs(y - mark.y) - height / 2, 0),
  );
}

/* Finds the boxes that have no room for their text, or none at all; the others take what they need. */
function placeBoxes(boxes, { room, amongBoxes, small, gone }) {
  for (const box of boxes) {
    const whole = around(box.x, box.y, box.width + 2, box.height + 2);
    const roomless = !amongBoxes.isFree(whole);
    const area = roomless ? around(box.x, box.y, ...SMALL_BOX) : whole;
    if (roomless) small.add(box.id);
    if (roomless && !amongBoxes.isFree(area)) {
      gone.add(box.id);
      continue;
    }
    amongBoxes.take(area);
    if (!box.dim) room.take(area);
  }
}

/* A box out of focus leaves its text out where a name of those in focus stands on it. */
function yieldToNames(boxes, names, { small }) {
  const taken = new Room();
  for (const { x, y, width, height } of names) taken.take(around(x, y, width, height));
  for (const box of boxes) {
    if (box.dim && !taken.isFree(around(box.x, box.y, box.width, box.height))) small.add(box.id);
  }
}

/* Each heading in its longest words that have room. */
function placeTitles(wanted, height, { room, amongBoxes }) {
  const titles = [];
  for (const { ys, texts, ...heading } of wanted) {
    const ways = texts.flatMap((one) => ys.map((y) => ({ ...heading, ...one, y })));
    const area = ({ left, width, y }) => [left, y - height / 2, left + width, y + height / 2];
    const title = ways.find((one) => room.isFree(area(one)));
    if (!title) continue;
    room.take(area(title));
    amongBoxes.take(area(title));
    titles.push(title);
  }
  return titles;
}

/* The whole name at its mark, the brief one there, and what is in focus near by too. */
function waysToName({ text, brief, must }) {
  const ways = [[text, false], [brief, false]];
  return must ? [...ways, [text, true], [brief, true]] : ways;
}

function placeName(mark, width, height, { ends, room, near }) {
  for (const [x, y] of spots(mark, width, height, ends, near)) {
    const off = gap(mark, { x, y, width, height }) - mark.radius;
    // Close to another mark it would read as that one's name.
    const air = off > 6 ? 12 : 0;
    if (off > LONGEST_LEADER || !room.isFree(around(x, y, width + air, height))) continue;
    room.take(around(x, y, width, height));
    const far = off > 6 && mark;
    return { x, y, width, height, far, text: mark.text };
  }
  return null;
}

/*
 * All in screen pixels without the panning, which changes nothing. Gives the boxes that have no
 * room for their text, and the headings, names and signs that have room.
 */
function findRoom({ boxes, marks, headings: wanted, signs }, measure, height) {
  const [xs, ys] = ["x", "y"].map((axis) => [...boxes, ...marks].map((one) => one[axis]));
  const aside = portrait ? NARROW_MARGIN : MARGIN;
  const ends = {
    left: Math.min(...xs) - aside, right: Math.max(...xs) + aside,
    top: Math.min(...ys) - MARGIN / 2, bottom: Math.max(...ys) + MARGIN / 2,
  };
  const found = { room: new Room(), amongBoxes: new Room(), small: new Set(), gone: new Set() };
  const { room, small } = found;
  const names = new Map();
  for (const mark of marks) {
    const across = (mark.disc ? 1.6 : 2) * mark.radius;
    room.take(around(mark.x, mark.y, across, across));
  }
  placeBoxes(boxes.filter(({ must }) => must), found);
  const titles = placeTitles(wanted, height, found);
  placeBoxes(boxes.filter(({ must }) => !must), found);
  // A box in focus that has no room for its text is named beside it, as a mark is.
  const untold = boxes.filter(({ id, must }) => must && small.has(id))
    .map((box) => ({ ...box, radius: SMALL_BOX[1] / 2 }));
  const titled = new Set(titles.map(({ id }) => id));
  for (const mark of [...untold, ...marks]) {
    // Without its heading an island's names would read as those of the next.
    if (!mark.text || (mark.island && !mark.must && !titled.has(mark.island))) continue;
    for (const [text, near] of waysToName(mark)) {
      const name = text
        && placeName({ ...mark, text }, measure(text) + 6, height, { ends, room, near });
      if (!name) continue;
      names.set(mark.id, name);
      break;
    }
  }
  yieldToNames(boxes, names.values(), found);
  const placed = signs.map(({ spots: free, ...sign }) => {
    const spot = free.find(([x, y]) => room.isFree(around(x, y, SIGN, SIGN)));
    if (!spot) return null;
    room.take(around(...spot, SIGN, SIGN));
    return { ...sign, x: spot[0], y: spot[1] };
  });
  return { small, gone: found.gone, names, titles, signs: placed.filter(Boolean) };
}
