// Uses the catalogue as a clinician does: finds a handout by search, downloads its files with the keyboard, filters, clears,
// meets no match, and opens the page without scripts; from a folder, and from a web server.
//
// `node catalogue.mjs ORDER REPORT`: both are JSON files, described in catalogue.py.

import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { COLOURS, Kit, reflow } from "./kit.mjs";

const order = JSON.parse(readFileSync(process.argv[2], "utf8"));
const kit = new Kit(order);
const { wanted } = order;

const DESKTOP = { width: 1280, height: 800 };
const SCREENS = {
  desktop: DESKTOP,
  phone: { width: 360, height: 740 },
  "web server": DESKTOP,
  "400 % zoom": { width: 320, height: 200, deviceScaleFactor: 4 },
};
// Milliseconds after which the page has said what it found; it waits for a pause in the typing first.
const SETTLED = 400;

// One tab with the catalogue, and what was found in it.
class Visit {
  constructor(browser, tab, address) {
    Object.assign(this, { browser, tab, address, base: address.replace(/[^/]*$/, ""), findings: [], downloads: [] });
  }

  // Returns the path of a file beside the page, as the manifest has it.
  path(address) {
    return decodeURIComponent(address.replace(this.base, ""));
  }

  expect(rule, holds, message, place = "") {
    if (!holds) this.findings.push({ rule, message, place });
  }

  async open(address = this.address) {
    await this.tab.goto("about:blank"); // or a new part after # would load nothing
    await this.tab.goto(address, { waitUntil: "load", timeout: 60000 });
    await this.tab.evaluate(() => document.fonts.ready.then(() => null));
  }

  // Returns what the reader meets: titles and categories on the screen, what is said, what has the focus.
  seen() {
    return this.tab.evaluate(() => {
      const shown = (what) => [...document.querySelectorAll(what)].filter((element) => element.checkVisibility());
      const field = document.querySelector("input[type=search]");
      return {
        titles: shown("h3").map((element) => element.textContent.trim()),
        categories: shown("h2").map((element) => element.textContent.trim()),
        said: document.querySelector("[role=status]")?.textContent ?? "",
        controls: shown("form input, form select, form button").length,
        field: Boolean(field?.checkVisibility()),
        focused: document.activeElement === field,
        words: field?.value ?? "",
        choices: [...document.querySelectorAll("select")].map((select) => select.value).join(""),
      };
    });
  }

  async type(words) {
    await this.tab.focus("input[type=search]");
    await this.tab.keyboard.type(words);
    await sleep(SETTLED);
  }

  async choose(name, value) {
    const there = await this.tab.$(`select[name="${name}"]`);
    this.expect("filter", there, `there is no filter by ${name}`);
    if (!there) return;
    await this.tab.select(`select[name="${name}"]`, value);
    await sleep(SETTLED);
  }

  // Finds what no state of the page may have: too much for the screen, or anything that axe-core dislikes.
  async look(state, axe) {
    const found = (await reflow(this.tab)).findings;
    if (axe) {
      for (const features of Object.values(COLOURS)) found.push(...(await kit.axe(this.tab, features)).findings);
    }
    this.findings.push(...found.map((finding) => ({ ...finding, place: `${state}: ${finding.place}` })));
  }

  onlyTheHandout(state, { titles, categories }) {
    this.expect("search", titles.join("|") === wanted.title, `${state}: it shows ${titles.length} handouts`, titles.slice(0, 5).join(" | "));
    this.expect("search", categories.join("|") === wanted.category, `${state}: it shows other categories`, categories.slice(0, 5).join(" | "));
  }

  async search() {
    await this.tab.keyboard.press("Tab");
    const first = await this.seen();
    this.expect("search-field", first.field && first.focused, "the first stop is not the search field");
    this.expect("announced", first.said === wanted.all, "it does not say how many handouts there are", first.said);
    if (!first.field) return false;
    await this.type(wanted.words);
    const now = await this.seen();
    this.onlyTheHandout("searched", now);
    this.expect("announced", now.said === `1 of ${wanted.all}`, "it does not say how many handouts were found", now.said);
    const pictures = await this.tab.$$eval("article img", (all) => Promise.all(all.filter((image) => image.checkVisibility()).map((image) => {
      image.scrollIntoView(); // before that it is not loaded
      return image.decode().then(() => "shown", String);
    })));
    this.expect("picture", pictures.length === wanted.pictures && pictures.every((each) => each === "shown"), "its picture is not shown", pictures.join(" "));
    await this.tab.evaluate(() => scrollTo(0, 0));
    return true;
  }

  // Tabs from the search field to every download of the handout, and saves each.
  async download() {
    const reached = [];
    for (let presses = 0; presses < 30; presses += 1) {
      await this.tab.keyboard.press("Tab");
      const link = await this.tab.evaluate(() => {
        const element = document.activeElement.closest("dd a");
        return element && { href: element.href, saved: element.hasAttribute("download") };
      });
      if (!link && reached.length) break;
      if (!link) continue;
      reached.push(link);
      const saved = await this.save(this.base.startsWith("file:") || !link.saved);
      this.downloads.push({ file: this.path(link.href), ...saved });
    }
    const files = reached.map(({ href }) => this.path(href));
    this.expect("download", files.join("|") === wanted.files.join("|"), "the links lead elsewhere, or stand in another order", files.join(" | "));
    const opening = reached.filter((link) => !link.saved);
    this.expect("download", opening.length === 1, `${opening.length} links open, and are not saved`);
    if (opening.length === 1) await this.follow(opening[0]);
  }

  // Presses Enter, and returns the name and the path of what was saved. What a browser opens instead (the web page; from a
  // folder, PDFs and text too, since it takes two files for two sites) is saved with Alt, as anybody can.
  async save(alt) {
    const session = await this.browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allowAndName", downloadPath: order.downloads, eventsEnabled: true });
    let name = "";
    const done = new Promise((resolve) => {
      session.on("Browser.downloadWillBegin", (event) => (name = event.suggestedFilename));
      session.on("Browser.downloadProgress", ({ state, guid }) => state !== "inProgress" && resolve({ name, state, path: `${order.downloads}/${guid}` }));
    });
    if (alt) await this.tab.keyboard.down("Alt");
    await this.tab.keyboard.press("Enter");
    if (alt) await this.tab.keyboard.up("Alt");
    const saved = await Promise.race([done, sleep(5000, { name, state: "nothing was saved", path: "" })]);
    await session.detach();
    return saved;
  }

  // Opens a link, and comes back to the search as it was.
  async follow({ href }) {
    await this.tab.evaluate((address) => [...document.querySelectorAll("dd a")].find((link) => link.href === address).focus(), href);
    await Promise.all([this.tab.waitForNavigation({ timeout: 10000 }), this.tab.keyboard.press("Enter")]);
    const [opened, title] = [this.tab.url(), await this.tab.title()];
    this.expect("download", opened === href && title === wanted.title, "another page opened", `${opened}: ${title}`);
    await this.tab.goBack({ waitUntil: "load" });
    await sleep(SETTLED);
    this.onlyTheHandout("come back", await this.seen());
  }

  async bookmark() {
    const address = this.tab.url();
    await this.open(address);
    const now = await this.seen();
    this.expect("bookmark", address !== this.address && now.titles.join("|") === wanted.title, "the address does not bring the search back", address);
  }

  async everything(rule, state) {
    const { titles, words, choices, said, focused } = await this.seen();
    const all = titles.length === wanted.versions && words === "" && choices === "" && said === wanted.all;
    this.expect(rule, all, `${state} does not bring every handout back`, `${titles.length} titles; ${said}`);
    this.expect(rule, focused, `${state} does not leave the focus in the search field`);
    this.expect(rule, this.tab.url() === this.address, `${state} leaves the search in the address`, this.tab.url());
  }

  async clear() {
    await this.choose("category", wanted.category);
    await this.tab.focus("input[type=search]");
    await this.tab.keyboard.press("Escape");
    await sleep(SETTLED);
    await this.everything("escape", "Escape");
  }

  async nothing(axe) {
    await this.type("xyzzy");
    const { titles, categories, said } = await this.seen();
    this.expect("no-match", titles.length + categories.length === 0, "words that no handout has find some", titles.slice(0, 5).join(" | "));
    this.expect("no-match", said.includes("No handout"), "it does not say that nothing was found", said);
    await this.look("no match", axe);
    await this.tab.evaluate(() => document.querySelector("button[type=reset]").focus());
    await this.tab.keyboard.press("Enter");
    await sleep(SETTLED);
    await this.everything("no-match", "the button");
  }

  async filter() {
    for (const [name, value, titles] of wanted.filters) {
      await this.choose(name, value);
      const now = await this.seen();
      this.expect("filter", [...now.titles].sort().join("|") === [...titles].sort().join("|"), `${name} ${value} shows others`, now.titles.join(" | "));
      await this.choose(name, "");
    }
  }

  // Everything is there for those without scripts, and nothing that needs them.
  async withoutScript() {
    const { titles, controls } = await this.seen();
    this.expect("no-script", titles.length === wanted.versions, `it shows ${titles.length} of ${wanted.versions} handouts`);
    this.expect("no-script", controls === 0, `it shows ${controls} controls that do nothing`);
    const links = await this.tab.$$eval("dd a", (all) => all.map((link) => link.href));
    const missing = wanted.files.filter((file) => !links.some((link) => this.path(link) === file));
    this.expect("no-script", missing.length === 0, "downloads are missing", missing.join(" | "));
    await this.look("no script", false);
  }

  // Searches, then takes the steps that were ordered.
  async take(steps, axe) {
    if (!(await this.search())) return;
    if (steps.includes("look")) await this.look("searched", axe);
    if (steps.includes("bookmark")) await this.bookmark();
    await this.tab.focus("input[type=search]");
    if (steps.includes("download")) await this.download();
    if (steps.includes("clear")) await this.clear();
    else await this.open();
    if (steps.includes("nothing")) await this.nothing(axe && steps.includes("look"));
    if (steps.includes("filter")) await this.filter();
  }
}

// Runs one profile on one page in a new tab, and returns the row of the report.
async function visit(browser, { file, address, profile, steps, axe }) {
  const tab = await browser.newPage();
  try {
    const scripts = profile in SCREENS;
    const call = new Visit(browser, tab, address);
    const home = (url) => url.startsWith(call.base) || /^(data|about):/.test(url);
    tab.on("request", (request) => call.expect("request", home(request.url()), "it asks elsewhere", request.url()));
    const ours = () => tab.url().startsWith(address); // and not the handout's web page
    tab.on("console", (message) => call.expect("console", !ours() || !["error", "warn"].includes(message.type()), message.text()));
    tab.on("pageerror", (error) => call.expect("console", !ours(), String(error)));
    await tab.setViewport(scripts ? SCREENS[profile] : DESKTOP);
    await tab.setJavaScriptEnabled(scripts);
    await call.open();
    await (scripts ? call.take(steps, axe) : call.withoutScript()).catch((error) => call.expect("broke-off", false, String(error)));
    return { file, profile, findings: call.findings, downloads: call.downloads };
  } finally {
    await tab.close();
  }
}

const browser = await kit.launch();
try {
  const results = [];
  for (const each of order.visits) results.push(await visit(browser, each));
  writeFileSync(process.argv[3], JSON.stringify({ version: (await kit.versions(browser)).Chromium, results }));
} finally {
  await browser.close();
}
