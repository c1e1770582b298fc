/* On paper: a copy of the picture in light colours, since a canvas cannot follow the page's width. */

function copyForPrint() {
  const root = document.documentElement;
  const { theme } = root.dataset;
  root.dataset.theme = "light";
  readLook();
  redraw();
  const drawnCanvas = canvas.querySelector("canvas");
  const paper = byId("paper");
  paper.width = drawnCanvas.width;
  paper.height = drawnCanvas.height;
  if (paper.width && paper.height) paper.getContext("2d").drawImage(drawnCanvas, 0, 0);
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  readLook();
  redraw();
}

function startPrint() {
  byId("stage").after(element("canvas", { id: "paper" }));
  window.addEventListener("beforeprint", copyForPrint);
}
