// Looks at pages in Chromium as people meet them: in light, dark and forced colours (axe-core), on a narrow screen and
// at 400 % zoom, with wider text spacing or larger letters, with the keyboard alone, in reading mode, on paper; and at the
// documents of ebooks on a phone.
//
// `node browser.mjs ORDER REPORT`: both are JSON files, described in browser.py. Puppeteer drives, since Ace brings it.

import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { COLOURS, DESKTOP, Kit, reflow } from "./kit.mjs";

const order = JSON.parse(readFileSync(process.argv[2], "utf8"));
const kit = new Kit(order);

const SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";
const SCREENS = [
  { profile: "320 CSS pixels wide", viewport: { width: 320, height: 640 } },
  { profile: "400 % zoom", viewport: { width: 320, height: 225, deviceScaleFactor: 4 } },
  { profile: "text spacing at 320 CSS pixels", viewport: { width: 320, height: 640 }, style: SPACED },
  { profile: "letters twice as large at 320 CSS pixels", viewport: { width: 320, height: 640 }, style: "html { font-size: 225% !important }" },
];
// What every reading system sets by itself, also where it drops the book's own style sheet.
const SAFEGUARDS = "body { overflow-wrap: break-word } img, svg { max-width: 100%; height: auto }";
const PHONE = { width: 360, height: 640 };
const PHONES = [
  { profile: "phone", viewport: PHONE },
  { profile: "phone, letters twice as large", viewport: PHONE, style: "html { font-size: 200% !important }" },
  { profile: "phone, no style sheet", viewport: PHONE, bare: true, style: SAFEGUARDS },
  // Many reading systems lay the pages out as columns of one canvas, and show a phone's width of it.
  { profile: "column of a canvas, letters twice as large", viewport: { width: 3600, height: 640 }, style: "html { font-size: 200% !important } body { width: 320px }" },
];

// Opens a file in a tab of its own, hands the tab over, and closes it.
async function open(browser, file, { viewport = DESKTOP, style, bare = false }, look) {
  const tab = await browser.newPage();
  try {
    await tab.setViewport(viewport);
    if (bare) await dropStyleSheets(tab);
    await tab.goto(pathToFileURL(file).href, { waitUntil: "load", timeout: 60000 });
    await tab.evaluate(() => document.fonts.ready.then(() => null));
    if (style) await tab.evaluate(addStyle, style);
    return await look(tab);
  } finally {
    await tab.close();
  }
}

// Adds rules as the reader's own tools do: a style element would be subject to the page's Content-Security-Policy.
function addStyle(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets.push(sheet);
}

async function dropStyleSheets(tab) {
  await tab.setRequestInterception(true);
  tab.on("request", (request) => (request.resourceType() === "stylesheet" ? request.abort() : request.continue()));
}

// Presses Tab through the whole page: the skip link first, every control reached, the focus always to be seen.
async function keyboard(tab, { skip }) {
  const wanted = await tab.evaluate(() => {
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, iframe, [tabindex='0']")];
    window.controls = all.filter((element) => element.getClientRects().length > 0);
    return window.controls.map((element) => element.outerHTML.slice(0, 120));
  });
  const reached = new Set();
  const findings = [];
  for (let presses = 0; presses < wanted.length * 2 + 5; presses += 1) {
    await tab.keyboard.press("Tab");
    const focus = await tab.evaluate(focused);
    if (focus === null) break;
    if (presses === 0 && skip && !focus.skips) findings.push({ rule: "skip-link", message: "the first stop is no link to the content", place: focus.place });
    if (focus.hidden) findings.push({ rule: "focus-hidden", message: focus.hidden, place: focus.place });
    reached.add(focus.number);
  }
  wanted.forEach((place, number) => {
    if (!reached.has(number)) findings.push({ rule: "not-reached", message: "Tab does not come here", place });
  });
  if (wanted.length === 0) findings.push({ rule: "no-control", message: "the page has no link at all", place: "" });
  return { findings };
}

// Describes the element that has the focus; null where none has.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const luminance = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const style = getComputedStyle(element);
  const canvas = getComputedStyle(document.documentElement).backgroundColor;
  const paper = /, 0\)$/.test(canvas) ? "rgb(255, 255, 255)" : canvas;
  const box = element.getBoundingClientRect();
  const own = style.outlineStyle === "auto"; // the browser's own ring, which fits any background
  const outlined = own || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const seen = box.width > 1 && box.top >= 0 && box.left >= 0 && box.top < innerHeight && box.left < innerWidth;
  const clear = own || contrast(style.outlineColor, paper) >= 3;
  const target = element.hash ? document.getElementById(decodeURIComponent(element.hash.slice(1))) : null;
  return {
    number: window.controls.indexOf(element),
    place: element.outerHTML.slice(0, 120),
    skips: Boolean(target?.closest("main, [role=main]")),
    hidden: !seen ? "the focus is outside of the window" : !outlined ? "the focus has no outline" : !clear ? `the outline is ${style.outlineColor} on ${paper}` : "",
  };
}

// Prints the page, and returns its words as they stand on the screen, to be compared with those on paper. Nobody wants a
// skip link or a search form there.
async function print(tab, { paper }) {
  const words = await tab.evaluate(() => {
    document.querySelectorAll(".skip, form").forEach((element) => element.remove());
    return document.body.innerText;
  });
  await tab.pdf({ path: paper, preferCSSPageSize: true, format: "A4" });
  return { findings: [], words, paper };
}

// Reads the page as the reading mode of Firefox shows it: each line of words has to be there, the crisis lines first of all. The
// title stands above the text there.
async function reading(tab) {
  await tab.evaluate(kit.reader);
  const [page, read] = await tab.evaluate(() => {
    const read = new Readability(document.cloneNode(true)).parse()?.textContent ?? ""; // with the title, or a heading like it goes
    document.querySelectorAll(".skip, h1").forEach((element) => element.remove());
    return [document.body.innerText, read];
  });
  const joined = (text) => text.replace(/\s/g, "");
  const lost = page.split("\n").filter((line) => !joined(read).includes(joined(line)));
  return { findings: lost.map((place) => ({ rule: "not-read", message: "a browser's reading mode leaves this out", place })) };
}

// Yields every look at a page or a document: the validator's name, the profile, how to open it, what to do there.
function* looks(page) {
  if (page.book) {
    for (const { profile, ...how } of PHONES) yield ["Chromium", profile, how, reflow];
    return;
  }
  for (const [profile, features] of Object.entries(COLOURS)) yield ["axe-core", profile, {}, (tab) => kit.axe(tab, features)];
  for (const { profile, ...how } of SCREENS) yield ["Chromium", profile, how, reflow];
  yield ["Chromium", "keyboard", {}, (tab) => keyboard(tab, page)];
  if (page.skip) yield ["Readability", "reading mode", {}, reading]; // the catalogue is no article, and is not offered for reading
  yield ["Chromium", "print", {}, (tab) => print(tab, page)];
}

async function main() {
  const browser = await kit.launch();
  const results = [];
  try {
    for (const page of order.pages) {
      for (const [validator, profile, how, look] of looks(page)) {
        const seen = await open(browser, page.file, how, look);
        results.push({ file: page.file, validator, profile, ...seen });
      }
    }
    writeFileSync(process.argv[3], JSON.stringify({ versions: await kit.versions(browser), results }));
  } finally {
    await browser.close();
  }
}

await main();
