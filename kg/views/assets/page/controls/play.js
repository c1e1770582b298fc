/* Playing: the days go by, a fitting step at a time, until the last one. */

const STEPS_IN_ALL = 240;
const play = { timer: 0, day: null };

function isPlaying() {
  return play.day !== null;
}

/* A quarter of a second for a step, and a calm second for those who want less motion. */
function playPause() {
  return wantsLessMotion() ? 1000 : 250;
}

function showPlaying() {
  const words = isPlaying() ? "Pause" : "Play through time";
  byId("play").textContent = isPlaying() ? "❚❚" : "▶";
  byId("play").setAttribute("aria-label", words);
  byId("play").title = words;
}

function stopPlaying() {
  if (!isPlaying()) return;
  clearTimeout(play.timer);
  play.day = null;
  writeHashSoon();
  showPlaying();
  announce(`Stopped at ${dateWords(state.day)}: ${counted(shown.size, "position")}`);
}

function playOn() {
  const step = Math.max(1, Math.ceil(daysBetween(firstDay, lastDay) / STEPS_IN_ALL));
  const next = daysAfter(state.day, step);
  play.day = next < lastDay ? next : lastDay;
  change({ day: play.day }, { keepHash: true });
  if (play.day === lastDay) stopPlaying();
  else if (isPlaying()) play.timer = setTimeout(playOn, playPause());
}

function togglePlaying() {
  if (isPlaying()) {
    stopPlaying();
    return;
  }
  play.day = state.day === lastDay ? firstDay : state.day;
  if (play.day !== state.day) change({ day: play.day }, { keepHash: true });
  announce(`Playing from ${dateWords(play.day)}`);
  showPlaying();
  play.timer = setTimeout(playOn, playPause());
}
