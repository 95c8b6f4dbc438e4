// A chart of some series over time, drawn by uPlot: small without axes, or large with them. It follows its element's width
// and the page's colours.

const { uPlot } = window;
const MOST_SECONDS = 900;
const LEAST_SECONDS = 120;
// Points further apart than this have a hole between them (seconds).
const HOLE = 4;
const CURVES = ["--curve-a", "--curve-b"];

export class Chart {
  // `write` turns a value into words; `least` is the least height in its unit; `pointed` is told the index under the
  // pointer, or null.
  constructor(element, { series, write, least, large = false, pointed = () => {} }) {
    Object.assign(this, { element, series, write, least, large, pointed });
    this.data = [[], ...Array(series).fill([])];
    this.draw();
    new ResizeObserver(() => this.resize()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
    new MutationObserver(() => this.draw()).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  }

  // All points anew: seconds, and for each series its values.
  show(at, values) {
    this.data = withHoles(at, values);
    this.plot?.setData(this.data);
  }

  draw() {
    this.plot?.destroy();
    this.plot = null;
    const { width, height } = this.size();
    if (!width || !height) return;
    this.plot = new uPlot(this.options(width, height), this.data, this.element);
  }

  resize() {
    const { width, height } = this.size();
    if (this.plot && width && height) this.plot.setSize({ width, height });
    else this.draw();
  }

  size() {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  options(width, height) {
    const styles = getComputedStyle(this.element);
    const colour = (name) => asColour(this.element, `var(${name})`);
    const axis = { stroke: colour("--ink-faint"), font: `11px ${styles.fontFamily}`, ticks: { show: false } };
    const grid = { stroke: colour("--edge"), width: 1 };
    return {
      width,
      height,
      padding: this.large ? [8, 8, 0, 0] : [2, 0, 0, 0],
      legend: { show: false },
      select: { show: false },
      cursor: { show: this.large, y: false, drag: { x: false, y: false }, points: { size: 7 } },
      hooks: { setCursor: [(plot) => this.pointed(plot.cursor.idx ?? null, plot.data)] },
      scales: {
        x: { time: true, range: (_plot, first, last) => span(first, last) },
        y: { range: (_plot, _low, high) => [0, Math.max(this.least, (high || 0) * 1.15)] },
      },
      axes: this.large
        ? [
            { ...axis, grid: { show: false }, size: 28, space: 70, values: (_plot, ticks) => ticks.map(clock) },
            { ...axis, grid, size: 74, space: 36, values: (_plot, ticks) => ticks.map((value) => this.write(value)) },
          ]
        : [{ show: false }, { show: false }],
      series: [
        {},
        ...CURVES.slice(0, this.series).map((name) => ({
          stroke: colour(name),
          width: 1.5,
          fill: faded(colour(name), this.series === 1 ? 0.14 : 0.07),
          points: { show: false },
          spanGaps: false,
        })),
      ],
    };
  }
}

export function clock(seconds) {
  const at = new Date(seconds * 1000);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

// The window ends with the newest point; it begins with the oldest, but is not shorter than two minutes.
function span(first, last) {
  const end = last ?? Date.now() / 1000;
  const seconds = Math.min(Math.max(end - (first ?? end), LEAST_SECONDS), MOST_SECONDS);
  return [end - seconds, end];
}

function withHoles(at, values) {
  const times = [];
  const lines = values.map(() => []);
  at.forEach((moment, index) => {
    if (index && moment - at[index - 1] > HOLE) {
      times.push(at[index - 1] + 1);
      lines.forEach((line) => line.push(null));
    }
    times.push(moment);
    lines.forEach((line, number) => line.push(values[number][index]));
  });
  return [times, ...lines];
}

// A colour of the style sheets as a canvas understands it.
function asColour(element, value) {
  const probe = document.createElement("span");
  probe.style.color = value;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function faded(colour, share) {
  return colour.startsWith("rgb(")
    ? colour.replace("rgb(", "rgba(").replace(")", `, ${share})`)
    : colour.replace(")", ` / ${share})`);
}
