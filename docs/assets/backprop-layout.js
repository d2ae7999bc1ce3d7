/**
 * Where the nodes of a graph stand: in layers from left to right, each as near to what it is made
 * from and used for as the order in its layer allows.
 *
 * After Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
 * Structures" (1981): layers, then few crossings, then short edges. An edge over several layers
 * passes through a point in each.
 */
const SWEEPS = 12;

/**
 * @param trace the trace; only its graph counts here.
 * @param widthOf how wide the box of a node is.
 * @param size `height` of a box, `gap` between columns, `space` between boxes of a column.
 * @returns `boxes`, by id, with their middle `x`, `y` and `width`; `edges` with `from`, `to`, the
 *   operand's `position` and the `points` between; `width` and `height` of it all.
 */
export function layout(trace, widthOf, size) {
  const points = new Map();
  const edges = [];
  placeInLayers(trace, points, edges);
  const layers = inOrder(points, edges);
  placeUpright(layers, size);
  const width = placeAcross(layers, widthOf, size);
  const top = Math.min(...[...points.values()].map((point) => point.y)) - size.height / 2;
  for (const point of points.values()) point.y -= top;
  const bottom = Math.max(...[...points.values()].map((point) => point.y)) + size.height / 2;
  const boxes = new Map([...points].filter(([, point]) => point.id !== undefined));
  return { boxes, edges, width, height: bottom };
}

/** A layer for each node: as early as its operands allow; an input stands just before its use. */
function placeInLayers(trace, points, edges) {
  const layerOf = new Map();
  const operandsOf = (node) => node.operands.filter((operand) => typeof operand === "string");
  for (const node of trace.nodes) {
    const before = operandsOf(node).map((operand) => layerOf.get(operand));
    layerOf.set(node.id, before.length ? Math.max(...before) + 1 : 0);
  }
  for (const node of trace.nodes.filter((one) => one.operation === null)) {
    const uses = trace.nodes.filter((one) => one.operands.includes(node.id));
    if (uses.length) layerOf.set(node.id, Math.min(...uses.map((use) => layerOf.get(use.id))) - 1);
  }
  for (const { id } of trace.nodes) points.set(id, { id, layer: layerOf.get(id), near: [] });
  for (const node of trace.nodes) {
    node.operands.forEach((operand, position) => {
      if (typeof operand !== "string") return;
      const edge = { from: operand, to: node.id, position, between: [] };
      let last = points.get(operand);
      for (let layer = last.layer + 1; layer < layerOf.get(node.id); layer++) {
        const bend = { layer, near: [] };
        points.set(bend, bend);
        edge.between.push(bend);
        join(last, bend);
        last = bend;
      }
      join(last, points.get(node.id));
      edges.push(edge);
    });
  }
}

function join(one, other) {
  one.near.push(other);
  other.near.push(one);
}

/** The points of each layer in an order with few crossings; the best of several sweeps. */
function inOrder(points, edges) {
  const layers = [];
  const visit = (point) => {
    if (point.place !== undefined) return;
    const layer = (layers[point.layer] ??= []);
    point.place = layer.length;
    layer.push(point);
    for (const near of point.near) if (near.layer < point.layer) visit(near);
  };
  // From the result back, operand by operand: a tree has no crossings in this order.
  for (const point of [...points.values()].reverse()) visit(point);
  let best = layers.map((layer) => [...layer]);
  let fewest = crossings(layers);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    const backward = sweep % 2 === 1;
    for (const layer of backward ? layers.toReversed() : layers) {
      for (const point of layer) {
        const near = point.near.filter((one) => one.layer < point.layer !== backward);
        point.wish = near.length ? mean(near.map((one) => one.place)) : point.place;
      }
      layer.sort((one, other) => one.wish - other.wish);
      layer.forEach((point, place) => (point.place = place));
    }
    const found = crossings(layers);
    if (found < fewest) {
      fewest = found;
      best = layers.map((layer) => [...layer]);
    }
  }
  for (const layer of best) layer.forEach((point, place) => (point.place = place));
  return best;
}

function crossings(layers) {
  let count = 0;
  for (const layer of layers) {
    const pairs = layer.flatMap((point) =>
      point.near.filter((near) => near.layer > point.layer).map((near) => [point.place, near.place]),
    );
    for (const [a, b] of pairs) for (const [c, d] of pairs) count += a < c && b > d;
  }
  return count;
}

/** Heights: every point as near to the mean of its neighbours as the order of its layer allows. */
function placeUpright(layers, size) {
  const apart = (one, other) => {
    const whole = size.height + size.space;
    return one.id !== undefined && other.id !== undefined ? whole : whole * 0.6;
  };
  for (const layer of layers) {
    let y = 0;
    layer.forEach((point, place) => {
      if (place) y += apart(layer[place - 1], point);
      point.y = y;
    });
    for (const point of layer) point.y -= y / 2;
  }
  for (let sweep = 0; sweep < 4 * SWEEPS; sweep++) {
    const backward = sweep % 2 === 0;
    for (const layer of backward ? layers.toReversed() : layers) {
      const side = (point) => point.near.filter((one) => one.layer < point.layer !== backward);
      const last = sweep > 3 * SWEEPS;
      const wishes = layer.map((point) => {
        const near = last ? point.near : side(point);
        return near.length ? mean(near.map((one) => one.y)) : point.y;
      });
      settle(layer, wishes, apart);
    }
  }
}

/** The heights nearest to the wishes that keep order and distance (least squares, pooled). */
function settle(layer, wishes, apart) {
  const offsets = [0];
  for (let i = 1; i < layer.length; i++) offsets[i] = offsets[i - 1] + apart(layer[i - 1], layer[i]);
  const pools = [];
  wishes.forEach((wish, i) => {
    pools.push({ sum: wish - offsets[i], count: 1 });
    while (pools.length > 1) {
      const [above, below] = pools.slice(-2);
      if (above.sum / above.count <= below.sum / below.count) break;
      pools.splice(-2, 2, { sum: above.sum + below.sum, count: above.count + below.count });
    }
  });
  let i = 0;
  for (const { sum, count } of pools) {
    for (let end = i + count; i < end; i++) layer[i].y = sum / count + offsets[i];
  }
}

/** Columns, each as wide as its widest box; gives the whole width. */
function placeAcross(layers, widthOf, size) {
  let left = 0;
  for (const layer of layers) {
    const widths = layer.map((point) => (point.id === undefined ? 0 : widthOf(point.id)));
    const width = Math.max(...widths);
    layer.forEach((point, place) => {
      point.x = left + width / 2;
      point.width = widths[place] || width;
    });
    left += width + size.gap;
  }
  return left - size.gap;
}

const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
