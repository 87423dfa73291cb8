// Lines over the size of a collection, as an SVG: two charts side by side, logarithmic in both directions.

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [430, 300, 62, 40, 16, 44];
const COLOURS = ["#0b62a3", "#b5451b", "#2e7d32", "#6a4c93"];

const escape = (/** @type {unknown} */ text) => String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const short = (/** @type {number} */ value) => (value >= 1e6 ? `${value / 1e6}M` : value >= 1e3 ? `${value / 1e3}k` : String(value));

/**
 * @typedef {{name: string, points: [number, number][]}} Series
 * @param {{title: string, unit: string, series: Series[]}[]} charts
 */
export function plot(charts) {
  const all = charts.map((chart, number) => `<g transform="translate(${number * WIDTH} 0)">${one(chart)}</g>`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * charts.length} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img"><title>${escape(charts.map(({ title }) => title).join("; "))}</title><rect width="100%" height="100%" fill="#fff"/>${all.join("")}</svg>\n`;
}

function one({ title, unit, series }) {
  const points = series.flatMap(({ points }) => points);
  const scale = (/** @type {number[]} */ values, /** @type {number} */ from, /** @type {number} */ to) => {
    const [low, high] = [10 ** Math.floor(Math.log10(Math.min(...values))), 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.0001))];
    const place = (/** @type {number} */ value) => from + ((Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))) * (to - from);
    const ticks = [];
    for (let tick = low; tick <= high; tick *= 10) ticks.push(tick);
    return { place, ticks };
  };
  if (points.length === 0) return "";
  const x = scale(points.map(([size]) => size), LEFT, WIDTH - RIGHT);
  const y = scale(points.map(([, value]) => value), HEIGHT - BOTTOM, TOP);
  const parts = [`<text x="${LEFT}" y="20" font-weight="bold">${escape(title)}</text>`];
  for (const tick of x.ticks) {
    parts.push(`<line x1="${x.place(tick)}" x2="${x.place(tick)}" y1="${TOP}" y2="${HEIGHT - BOTTOM}" stroke="#ddd"/><text x="${x.place(tick)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${short(tick)}</text>`);
  }
  for (const tick of y.ticks) {
    parts.push(`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y.place(tick)}" y2="${y.place(tick)}" stroke="#ddd"/><text x="${LEFT - 6}" y="${y.place(tick) + 4}" text-anchor="end">${short(tick)} ${escape(unit)}</text>`);
  }
  parts.push(`<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">documents</text>`);
  series.forEach(({ name, points }, number) => {
    const colour = COLOURS[number % COLOURS.length];
    const places = points.map(([size, value]) => `${x.place(size).toFixed(1)},${y.place(value).toFixed(1)}`);
    parts.push(`<polyline points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const place of places) parts.push(`<circle cx="${place.split(",")[0]}" cy="${place.split(",")[1]}" r="3" fill="${colour}"/>`);
    parts.push(`<text x="${WIDTH - RIGHT}" y="${TOP - 6 - 14 * (series.length - 1 - number)}" text-anchor="end" fill="${colour}">${escape(name)}</text>`);
  });
  return parts.join("");
}
