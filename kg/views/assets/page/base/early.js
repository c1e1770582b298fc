/* Before the first paint: with scripts the table steps back; if they fail, it comes back. */
document.documentElement.classList.add("js");
window.addEventListener("error", () => {
  if (!document.documentElement.classList.contains("ready")) {
    document.documentElement.classList.remove("js");
  }
});
