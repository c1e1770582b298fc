/* Which names are drawn, and where: the weightiest first, and only where nothing else stands. */

const CELL = 64;
const MARGIN = 55;
const SMALL_BOX = [24, 15];

class Room {
  constructor() {
    this.cells = new Map();
  }

  * keys([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) {
        yield `${x},${y}`;
      }
    }
  }

  isFree(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) {
          return false;
        }
      }
    }
    return true;
  }

  take(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }
}

function around(x, y, width, height) {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}

/* Where a name may stand, best first, each as the middle of its box. */
function* spots(mark, width, height, [left, right]) {
  const beside = mark.radius + width / 2 + 2;
  const under = mark.radius + height / 2 + 1;
  if (mark.side) {
    yield [mark.x + (mark.side === "left" ? -beside : beside), mark.y];
    return;
  }
  // Towards the middle, where the picture does not end.
  const inward = mark.x > (left + right) / 2 ? -beside : beside;
  const spread = [
    [mark.x, mark.y + under], [mark.x + inward, mark.y],
    [mark.x - inward, mark.y], [mark.x, mark.y - under],
  ];
  const fits = ([x]) => x - width / 2 >= left && x + width / 2 <= right;
  yield* spread.filter(fits);
  // What must be named is named further off, if need be.
  for (let away = 1; mark.must && away <= 9; away += 1) {
    for (const [x, y] of [[0, 1], [1, 1], [-1, 1], [1, -1], [-1, -1], [0, -1]]) {
      const spot = [mark.x + x * beside, mark.y + y * (under + away * height)];
      if (fits(spot)) yield spot;
    }
  }
  if (mark.must) yield spread[0];
}

/*
 * Marks and boxes are in screen pixels without the panning, which changes nothing. Gives the boxes
 * that have no room for their text and the middle of each name that has room. What is pointed at
 * is named beside its mark, room or not.
 */
function findRoom(boxes, marks, measure, height) {
  const across = [...boxes, ...marks].map((one) => one.x);
  const ends = [Math.min(...across) - MARGIN, Math.max(...across) + MARGIN];
  const room = new Room();
  const amongBoxes = new Room();
  const small = new Set();
  for (const box of boxes) {
    const whole = around(box.x, box.y, box.width + 2, box.height + 2);
    const roomless = !box.must && !amongBoxes.isFree(whole);
    const area = roomless ? around(box.x, box.y, ...SMALL_BOX) : whole;
    if (roomless) small.add(box.id);
    amongBoxes.take(area);
    if (!box.dim) room.take(area);
  }
  for (const mark of marks) room.take(around(mark.x, mark.y, 2 * mark.radius, 2 * mark.radius));
  const names = new Map();
  for (const mark of marks) {
    const width = measure(mark.text) + 6;
    const wanted = [...spots(mark, width, height, ends)];
    const free = wanted.find(([x, y]) => room.isFree(around(x, y, width, height)));
    const [x, y] = (mark.pointed && wanted[0]) || free || (mark.must && wanted.at(-1)) || [];
    if (x !== undefined) {
      const far = Math.abs(y - mark.y) > mark.radius + height && mark;
      room.take(around(x, y, width, height));
      names.set(mark.id, { x, y, width, height, far, text: mark.text, plate: mark.pointed });
    }
  }
  return { small, names };
}
