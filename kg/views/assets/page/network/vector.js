/* A pen for SVG with the strokes of a canvas: what draws on the one draws on the other. */

const rounded = (number) => Math.round(number * 100) / 100;

class VectorPen {
  constructor() {
    Object.assign(this, {
      parts: [], path: "", globalAlpha: 1, lineWidth: 1, dashes: null, halo: null,
      font: "", textAlign: "start", fillStyle: "", strokeStyle: "",
    });
  }

  add(name, properties, ...children) {
    const opacity = this.globalAlpha < 1 ? this.globalAlpha : null;
    this.parts.push(drawing(name, { ...properties, opacity }, ...children));
  }

  to(letter, ...numbers) {
    this.path += letter + numbers.map(rounded).join(" ");
  }

  beginPath() { this.path = ""; }

  moveTo(x, y) { this.to("M", x, y); }

  lineTo(x, y) { this.to("L", x, y); }

  closePath() { this.path += "Z"; }

  /* Only ever whole circles. */
  arc(x, y, radius) {
    this.to("M", x - radius, y);
    for (const way of [2, -2]) this.to("a", radius, radius, 0, 1, 0, way * radius, 0);
  }

  roundRect(x, y, width, height, radius) {
    const corner = Math.min(radius, width / 2, height / 2);
    const [across, down] = [width - 2 * corner, height - 2 * corner];
    this.to("M", x + corner, y);
    for (const [line, length, dx, dy] of [
      ["h", across, 1, 1], ["v", down, -1, 1], ["h", -across, -1, -1], ["v", -down, 1, -1],
    ]) {
      this.to(line, length);
      this.to("a", corner, corner, 0, 0, 1, dx * corner, dy * corner);
    }
    this.closePath();
  }

  fill() { this.add("path", { d: this.path, fill: this.fillStyle }); }

  stroke() {
    this.add("path", {
      d: this.path, fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth,
      "stroke-dasharray": this.dashes && this.dashes.map(rounded).join(" "),
    });
  }

  fillRect(x, y, width, height) { this.add("rect", { x, y, width, height, fill: this.fillStyle }); }

  strokeText() { this.halo = { stroke: this.strokeStyle, "stroke-width": this.lineWidth }; }

  /* Middles are told by a shift: not every program for pictures knows baselines. */
  fillText(text, x, y) {
    const [, weight, size] = this.font.match(/^(?:(\d+) )?([\d.e-]+)px/);
    const anchor = { center: "middle", right: "end" }[this.textAlign];
    const halo = this.halo && { ...this.halo, "stroke-linejoin": "round", "paint-order": "stroke" };
    this.add("text", {
      x, y, dy: "0.35em", "font-size": Number(size), "font-weight": weight, "text-anchor": anchor,
      fill: this.fillStyle, ...halo,
    }, text);
    this.halo = null;
  }
}
