/** What a network answers over a square, with the points that it learns from, on a canvas. */

/** How strong the blue is where the output is 1. */
const STRONGEST = 0.62;

/**
 * @param state has `surface`, the outputs in percent, row by row from the top left; or nothing yet.
 * @param points each with x, y and a label.
 */
export function drawSurface(canvas, state, points) {
  const style = getComputedStyle(canvas);
  const colour = (name) => style.getPropertyValue(name).trim();
  const context = canvas.getContext("2d");
  const side = canvas.width;
  context.fillStyle = colour("--ground");
  context.fillRect(0, 0, side, side);
  if (!state) {
    context.fillStyle = colour("--muted");
    context.font = `${side / 20}px ${style.fontFamily}`;
    context.textAlign = "center";
    context.fillText("Nothing yet: press Train", side / 2, side / 2);
    return;
  }
  const grid = Math.sqrt(state.surface.length);
  context.drawImage(shades(state.surface, grid, colour("--forward")), 0, 0, side, side);
  drawBoundary(context, state.surface, grid, side, colour("--forward"));
  const reach = 1.25;
  for (const [x, y, label] of points) {
    context.beginPath();
    const at = (value) => ((value + reach) / (2 * reach)) * side;
    context.arc(at(x), at(-y), side / 105, 0, 2 * Math.PI);
    context.fillStyle = label ? colour("--ink") : colour("--ground");
    context.strokeStyle = label ? colour("--ground") : colour("--ink");
    context.lineWidth = side / 320;
    context.fill();
    context.stroke();
  }
}

/** A picture of one dot for each output; the browser smooths it when it is enlarged. */
function shades(surface, grid, blue) {
  const small = new OffscreenCanvas(grid, grid);
  const context = small.getContext("2d");
  context.fillStyle = blue;
  surface.forEach((percent, i) => {
    context.globalAlpha = (STRONGEST * percent) / 100;
    context.fillRect(i % grid, Math.floor(i / grid), 1, 1);
  });
  return small;
}

/** The line at one half: in each square of four outputs, between the sides that it crosses. */
function drawBoundary(context, surface, grid, side, colour) {
  const at = (place) => ((place + 0.5) * side) / grid;
  const over = (row, column) => surface[row * grid + column] - 50;
  context.beginPath();
  for (let row = 0; row < grid - 1; row++) {
    for (let column = 0; column < grid - 1; column++) {
      const corners = [[0, 0], [0, 1], [1, 1], [1, 0]].map(([down, right]) => [row + down, column + right]);
      const crossed = corners.flatMap(([r, c], i) => {
        const [r2, c2] = corners[(i + 1) % 4];
        const [here, there] = [over(r, c), over(r2, c2)];
        if (here >= 0 === there >= 0) return [];
        const part = here / (here - there);
        return [[at(c + part * (c2 - c)), at(r + part * (r2 - r))]];
      });
      for (let i = 0; i + 1 < crossed.length; i += 2) {
        context.moveTo(...crossed[i]);
        context.lineTo(...crossed[i + 1]);
      }
    }
  }
  context.strokeStyle = colour;
  context.lineWidth = side / 160;
  context.stroke();
}
