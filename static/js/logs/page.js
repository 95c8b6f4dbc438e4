// The log's page: one container's whole log, or several in one. What each part does is in a file of its own.

import { listen } from "./buttons.js";
import { Choosing } from "./choosing.js";
import { Containers } from "./containers.js";
import { Display } from "./display.js";
import { Fate } from "./fate.js";
import { Feed } from "./feed.js";
import { Filters } from "./filters.js";
import { Health } from "./health.js";
import { LineActions } from "./line-actions.js";
import { PREFIX, SHOWN_CHARACTERS } from "./line.js";
import { List } from "./list.js";
import { paint } from "./matching.js";
import { NewLines } from "./new-lines.js";
import { Rows } from "./row.js";
import { Search } from "./search.js";
import { Store } from "./store.js";
import { Times } from "./times.js";
import { toldDownloads, toldLine, toldLinks } from "./told.js";

const NEAR_THE_BEGINNING_PX = 1200;
const part = (name) => document.querySelector(`[data-log-${name}]`);

class LogPage {
  constructor(log) {
    this.data = log.dataset;
    this.words = JSON.parse(document.getElementById("log-words").textContent);
    this.merged = "merged" in this.data;
    this.log = log;
    this.scroller = log.querySelector("[data-lines]");
    this.store = new Store();
    this.containers = new Containers(part("containers"), this.words);
    this.display = new Display(log, () => this.list.laidOutAnew());
    this.rows = new Rows(this.store, this.display, this.words, this.containers.names);
    const estimate = (length) => this.display.estimate(Math.min(length - PREFIX, SHOWN_CHARACTERS));
    this.list = new List(this.scroller, this.store, (number) => this.rows.row(number), estimate, this);
    this.health = new Health(part("health"), this.words, Number(this.data.now));
    this.news = new NewLines(part("more"), this.words, () => this.toTheEnd());
    this.choosing = new Choosing(this.list, this.rows, this.store);
    this.feed = new Feed(this.data.url, this.store, this);
    this.filters = new Filters(part("filters"), (name) => this.filtered(name));
    this.times = new Times(part("filters"), this.filters, this.display, () => this.filtered("since"));
    this.actions = new LineActions(this);
    this.search = new Search(part("search"), this.words, this.display, this.containers.names, (at) => this.goTo(at));
    listen(this);
    this.begin(this.filters.at);
    this.look();
    if (!this.merged) this.fate = new Fate(part("head"), this.data, this.words, this);
  }

  begin(at = "") {
    this.rows.marked = at;
    this.health.begin();
    this.feed.open(this.filters.forLog, at);
    toldLine(this.data.name, this.filters.forLog);
    toldLinks(this.filters.forAll);
    part("clear").hidden = !this.filters.any;
  }

  // A filter was changed: the log anew where it shows other lines, the search where another text is looked for.
  filtered(name) {
    const before = JSON.stringify(this.feed.options);
    if (before !== JSON.stringify(this.filters.forLog)) {
      this.filters.keep("");
      this.begin();
    } else {
      toldLinks(this.filters.forAll);
      part("clear").hidden = !this.filters.any;
    }
    this.drawn();
    if (name !== "at") this.look();
  }

  // The whole log for what is looked for.
  look() {
    const query = this.filters.forAll;
    this.joined = String(this.searched.map(({ of }) => of));
    if (query.has("q")) this.search.start(this.searched, query);
    else this.search.hide();
  }

  // What is searched: the log, or each of several, with its number.
  get searched() {
    if (!this.merged) return [{ url: this.data.searchUrl, of: null }];
    return this.containers.all.map(({ number, id }) => ({ url: this.data.searchUrl.replace("_", id), of: number }));
  }

  clear() {
    this.filters.clear();
    this.filtered("q");
  }

  // To a moment, the place of a line, or "start".
  goTo(at) {
    this.rows.marked = at;
    const here = /^[oe]\d/.test(at) && !this.merged ? this.store.find(at) : null;
    this.filters.keep(at);
    if (here === null) this.feed.jump(at);
    else this.show(here);
  }

  show(number) {
    for (const row of this.list.rows.values()) row.classList.remove("is-marked");
    this.list.rows.get(number)?.classList.add("is-marked");
    this.list.reveal(number);
  }

  toTheEnd() {
    this.filters.keep("");
    this.rows.marked = "";
    if (this.feed.detached) this.begin();
    this.list.following = true;
    this.followed(true);
    this.list.soon();
  }

  // What becomes of the container -----------------------------------------------------------------------------------
  renamed(from, to) {
    for (const name of ["url", "searchUrl"]) {
      this.data[name] = this.data[name].replace(encodeURIComponent(from), encodeURIComponent(to));
    }
    this.data.name = to;
    this.filters.moved();
    this.feed.renamed(this.data.url, this.words.renamed.replace("{name}", to));
    toldLine(to, this.filters.forLog);
  }

  recreated() {
    this.feed.recreated();
  }

  // Containers of a merged log came to be known: what is looked for may be in theirs too.
  named() {
    toldDownloads(this.containers, this.filters.forAll);
    if (String(this.searched.map(({ of }) => of)) !== this.joined) this.look();
  }

  // What the feed tells ---------------------------------------------------------------------------------------------
  emptied() {
    this.rows.clear();
    this.choosing.clear();
    this.list.forget();
    this.list.following = true;
    this.news.clear();
  }

  attached() {
    this.followed(this.list.following);
  }

  came(count, elsewhere) {
    if (!this.list.following || elsewhere) this.news.add(count);
  }

  revealed(number) {
    this.list.follow(false);
    if (number === null) this.scroller.scrollTop = 0;
    if (number !== null) this.list.reveal(number);
  }

  failed(sentence) {
    this.news.say(sentence);
  }

  changed(slow) {
    this.list.soon(slow);
  }

  get following() {
    return this.list.following;
  }

  // What the list tells ---------------------------------------------------------------------------------------------
  drawn() {
    paint(this.list.rows.values(), this.filters.forAll);
    this.choosing.paint();
    part("empty").hidden = this.store.count > 0;
    if (this.store.count && this.scroller.scrollTop < NEAR_THE_BEGINNING_PX) this.feed.older();
    if (this.feed.detached && this.list.nearTheEnd) this.feed.newer();
  }

  laidOut() {
    this.display.laidOut();
  }

  followed(following) {
    if (following && !this.feed.detached) {
      this.news.clear();
      this.filters.keep("");
    }
    this.news.show(!following || this.feed.detached);
  }
}

new LogPage(document.querySelector("[data-log-page]"));
