/* Polarisation over time as a drawing: a level for each period, below it the shares of each side. */

const COURSE = { left: 34, right: 8, top: 20, high: 130, apart: 34, column: 72, foot: 42 };
const COURSE_DASH = "4 3";
/* So wide is a period that has room for its figure. */
const ROOMY_PERIOD = 30;

function courseHeight() {
  const { top, high, apart, column, foot } = COURSE;
  return top + high + apart + column + foot;
}

function courseScale({ periods }, width) {
  return timeScale(
    periods[0].from, daysAfter(periods.at(-1).to, 1), COURSE.left, width - COURSE.right,
  );
}

function courseGrid(top, high, marks, words, { scale, look }) {
  return [
    drawing("text", { x: scale.left, y: top - 7, "font-size": 11, fill: look.soft }, ...words),
    ...marks.map((mark) => {
      const y = top + high * (1 - mark);
      return drawing("g", {},
        drawing("line", { x1: scale.left, x2: scale.right, y1: y, y2: y, stroke: look.line }),
        drawing("text", {
          x: scale.left - 5, y: y + 4, "text-anchor": "end", "font-size": 11, fill: look.soft,
        }, String(mark)));
    }),
  ];
}

/* The shares in words, each side with its colour. */
function courseSides(look) {
  return ["shares ", ...POLARITIES.flatMap((polarity) => [
    drawing("tspan", { fill: look[SIDE[polarity]] }, " ■ "), SIDE[polarity],
  ])];
}

/* The level of a period in its interval, and its figure where there is room. */
function courseLevel({ told: { figure, few }, ends }, [left, right], { look }) {
  const place = (one) => COURSE.top + COURSE.high * (1 - one);
  const y = place(figure);
  return [
    ends ? drawing("rect", {
      x: left + 1, y: place(ends[1]), width: Math.max(right - left - 2, 1),
      height: place(ends[0]) - place(ends[1]), fill: look.ink, opacity: few ? 0.06 : 0.13,
    }) : null,
    drawing("line", {
      x1: left + 1, x2: right - 1, y1: y, y2: y, stroke: look.ink, "stroke-width": 2.5,
      "stroke-dasharray": few ? COURSE_DASH : null,
    }),
    right - left < ROOMY_PERIOD ? null : drawing("text", {
      x: (left + right) / 2, y: figure > 0.9 ? y + 14 : y - 5, "text-anchor": "middle",
      "font-size": 11, fill: look.ink, stroke: look.surface, "stroke-width": 3,
      "stroke-linejoin": "round", "paint-order": "stroke",
    }, figure.toFixed(2)),
  ];
}

/* From the ground up: against, mixed, for. */
function courseColumn({ told }, [left, right], { look }) {
  const floor = COURSE.top + COURSE.high + COURSE.apart + COURSE.column;
  const all = told.favours + told.mixed + told.opposes;
  let y = floor;
  return [...POLARITIES].reverse().map((polarity) => {
    const high = all ? (COURSE.column * told[polarity]) / all : 0;
    y -= high;
    return high ? drawing("rect", {
      x: left + 1, y, width: Math.max(right - left - 2, 1), height: high,
      fill: look[SIDE[polarity]], opacity: told.few ? 0.4 : 1,
    }) : null;
  });
}

/* The numbers of actors that have room, from left to right. */
function courseNumbers(view, { scale, look }) {
  const y = COURSE.top + COURSE.high + COURSE.apart + COURSE.column + 15;
  const label = (x, text, fill, anchor = "middle") => drawing(
    "text", { x, y, "text-anchor": anchor, "font-size": 11, fill }, text,
  );
  let end = 0;
  return [label(scale.left - 5, "n", look.soft, "end"), ...view.periods.map(({ from, to, told }) => {
    if (!told) return null;
    const text = String(told.actors);
    const [x, half] = [(scale(from) + scale(to)) / 2, widthOf(text, 11) / 2];
    if (x - half < end) return null;
    end = x + half + 4;
    return label(x, text, told.few ? look.soft : look.ink);
  })];
}

function courseAxis({ scale, look }) {
  const top = COURSE.top + COURSE.high + COURSE.apart + COURSE.column + 20;
  return axisTicks(scale).map(({ x, middle, label, year }) => drawing("g", {},
    drawing("line", { x1: x, x2: x, y1: top, y2: top + 4, stroke: look.soft }),
    drawing("text", {
      x: middle, y: top + 15, "text-anchor": "middle", "font-size": 11,
      "font-weight": year ? 700 : 400, fill: year ? look.ink : look.soft,
    }, label)));
}

/* One period as a part that can be pointed at and reached by keys; nothing after the day. */
function coursePeriod(period, frame, properties) {
  const [left, right] = [frame.scale(period.from), frame.scale(daysAfter(period.to, 1))];
  return drawing("g", { class: "period", ...properties(period) },
    drawing("rect", {
      class: "period-room", x: left, y: COURSE.top, width: right - left,
      height: courseHeight() - COURSE.foot - COURSE.top, "fill-opacity": 0,
    }),
    courseColumn(period, [left, right], frame),
    period.told.figure === null ? null : courseLevel(period, [left, right], frame));
}

/* The steps between the levels of neighbouring periods. */
function courseSteps({ periods }, { scale, look }) {
  const y = (told) => COURSE.top + COURSE.high * (1 - told.figure);
  const level = ({ told }) => told && told.figure !== null;
  return periods.slice(1).map((period, at) => (level(period) && level(periods[at]) ? drawing("line", {
    x1: scale(period.from), x2: scale(period.from), y1: y(periods[at].told), y2: y(period.told),
    stroke: look.soft, "stroke-width": 0.8,
  }) : null));
}

/* The drawing of a width, in the colours of a look; `properties` are those of each period's part. */
function courseDrawing(view, width, look, properties = () => ({})) {
  const frame = { scale: courseScale(view, width), look };
  const { top, high, apart, column } = COURSE;
  return drawing("g", { class: "course" },
    courseGrid(top, high, [0, 0.5, 1], ["polarisation: 0 all of one mind, 1 two even camps"], frame),
    courseGrid(top + high + apart, column, [0, 1], courseSides(look), frame),
    courseSteps(view, frame),
    view.periods.filter(({ told }) => told).map((one) => coursePeriod(one, frame, properties)),
    courseNumbers(view, frame), courseAxis(frame));
}
