// A job as it goes: whole snapshots by the socket; without one, the page's own part is asked for every few seconds.
const POLL_MS = 2000;
const ENDED = 1000;
const FOLLOW_MS = 1200;
const job = document.getElementById("job");

let number = Number(job.dataset.number);
let polling = 0;

if ("unfinished" in job.dataset) watch();
else follow();

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== job) return;
  const { jobState } = job.querySelector("[data-job-state]").dataset;
  if (["queued", "running"].includes(jobState)) return;
  clearInterval(polling);
  follow();
});

function watch() {
  const socket = new WebSocket(job.dataset.socket);
  socket.addEventListener("message", (event) => show(JSON.parse(event.data)));
  socket.addEventListener("close", (event) => {
    if (event.code === ENDED) htmx.trigger(job, "job-ended");
    else polling = setInterval(() => htmx.trigger(job, "job-poll"), POLL_MS);
  });
}

function show(frame) {
  const state = job.querySelector("[data-job-state]");
  if (frame.number < number) return;
  number = frame.number;
  if (frame.state !== state.dataset.jobState) {
    htmx.trigger(job, "job-poll");
    return;
  }
  job.querySelector("[data-nothing-yet]")?.remove();
  showLayers(frame.snapshot.items ?? []);
  showLines(frame.snapshot.lines ?? []);
}

function showLayers(items) {
  job.querySelector("[data-items]").hidden = !items.length;
  const list = job.querySelector("[data-layers]");
  const template = job.querySelector("[data-layer-template]");
  const rows = new Map([...list.children].map((row) => [row.dataset.layer, row]));
  for (const item of items) {
    let row = rows.get(item.id);
    if (!row) {
      row = template.content.firstElementChild.cloneNode(true);
      row.dataset.layer = item.id;
      row.querySelector(".layer-id").textContent = item.id;
      list.append(row);
    }
    showLayer(row, item);
  }
}

function showLayer(row, { text, current, total }) {
  row.querySelector(".layer-text").textContent = text;
  const bar = row.querySelector("progress");
  bar.hidden = !total;
  if (total) {
    bar.max = total;
    bar.value = current ?? 0;
  }
  row.querySelector(".layer-amount").textContent = total ? `${bytes(current ?? 0)} / ${bytes(total)}` : "";
}

function showLines(lines) {
  const screen = job.querySelector("[data-lines]");
  job.querySelector("[data-output]").hidden = !lines.length;
  const atEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < 30;
  screen.textContent = lines.join("\n");
  if (atEnd) screen.scrollTop = screen.scrollHeight;
}

function bytes(count) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const power = Math.min(Math.floor(Math.log(Math.max(count, 1)) / Math.log(1024)), units.length - 1);
  const style = { style: "unit", unit: units[power], unitDisplay: "short", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(count / 1024 ** power);
}

/** What was waited for is there: on to its page, for those who came here by starting it. */
function follow() {
  const { next } = job.querySelector("[data-job-state]").dataset;
  const begun =
    performance.getEntriesByType("navigation")[0]?.type === "navigate" && !document.referrer.includes("/jobs/");
  if (next && begun) setTimeout(() => location.assign(next), FOLLOW_MS);
}
