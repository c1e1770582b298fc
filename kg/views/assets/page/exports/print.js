/* On paper: the tab's picture as it is in files, or its table, and then what the panel says. */

function putOnPaper() {
  const picture = framedPicture();
  if (picture) document.documentElement.dataset.paper = "picture";
  byId("paper").replaceChildren(...picture
    ? [picture]
    : captionLines().map((line) => element("p", { class: "aside" }, line)));
}

function startPrint() {
  window.addEventListener("beforeprint", putOnPaper);
  window.addEventListener("afterprint", () => {
    byId("paper").replaceChildren();
    delete document.documentElement.dataset.paper;
  });
}
