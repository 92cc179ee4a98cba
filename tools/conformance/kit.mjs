// What the scripts for Chromium share: the browser, axe-core, and the look for what a screen cannot hold.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const DESKTOP = { width: 1280, height: 900 };
export const COLOURS = {
  light: [{ name: "prefers-color-scheme", value: "light" }],
  dark: [{ name: "prefers-color-scheme", value: "dark" }],
  "forced colours": [{ name: "forced-colors", value: "active" }],
};
const QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export class Kit {
  // Takes an order's `modules`, the folder of the npm packages, and `chromium`, the browser's path.
  constructor({ modules, chromium }) {
    const require = createRequire(modules + "/");
    this.puppeteer = require("puppeteer-core");
    this.source = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    this.version = require("axe-core").version;
    this.reader = readFileSync(require.resolve("@mozilla/readability/Readability.js"), "utf8");
    this.readerVersion = require("@mozilla/readability/package.json").version;
    this.chromium = chromium;
  }

  launch() {
    return this.puppeteer.launch({ executablePath: this.chromium, args: ["--no-sandbox", ...QUIET], timeout: 60000 });
  }

  async versions(browser) {
    return { Chromium: (await browser.version()).replace(/^.*\//, ""), "axe-core": this.version, Readability: this.readerVersion };
  }

  // Runs axe-core with every rule that is on by default, and the one that WCAG 2.2 adds.
  async axe(tab, features) {
    const session = await tab.createCDPSession();
    await session.send("Emulation.setEmulatedMedia", { features });
    await tab.evaluate(this.source);
    const said = await tab.evaluate(() => axe.run({ rules: { "target-size": { enabled: true } } }));
    await session.detach(); // which ends the emulation, so that another look is not of two at once
    if (said.passes.length === 0) throw new Error("axe-core checked nothing");
    const finding = (rule, message, nodes) => ({ rule, message, place: nodes.map((node) => node.html.slice(0, 120)).slice(0, 3).join(" | ") });
    const findings = said.violations.map(({ id, help, nodes }) => finding(id, help, nodes));
    for (const { id, help, nodes } of said.incomplete) {
      const signs = [];
      const unclear = [];
      for (const node of nodes) ((await isLikeItsText(tab, node)) ? signs : unclear).push(node);
      if (signs.length) findings.push(finding(`incomplete: ${id}`, "a sign in the colours of the text around it", signs));
      if (unclear.length) findings.push(finding(`incomplete: ${id}`, help, unclear));
    }
    return { findings };
  }
}

// axe-core measures no contrast of signs such as a tick box; those in their text's colours have that text's contrast.
async function isLikeItsText(tab, { any, target }) {
  if (any[0]?.data?.messageKey !== "nonBmp") return false;
  return tab.$eval(target[0], (element) => {
    const [own, around] = [element, element.parentElement].map((each) => getComputedStyle(each));
    return own.color === around.color && /, 0\)$/.test(own.backgroundColor) && own.opacity === "1";
  });
}

// Finds what makes a page scroll sideways, and text that stands outside of the window, or of a body that is narrower.
export async function reflow(tab) {
  return { findings: await tab.evaluate(sideways) };
}

function sideways() {
  const findings = [];
  const width = document.documentElement.clientWidth;
  const whole = document.scrollingElement.scrollWidth;
  if (whole > width) findings.push({ rule: "scrolls-sideways", message: `the page is ${whole} wide in ${width}`, place: "" });
  const edge = Math.min(width, document.body.getBoundingClientRect().right);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && findings.length < 5; node = walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.bottom > 0);
    const off = boxes.find((box) => box.left < -1 || box.right > edge + 1);
    const place = node.data.trim().slice(0, 60);
    if (off && place) findings.push({ rule: "text-outside", message: `text reaches ${Math.round(off.right)} of ${edge}`, place });
  }
  return findings;
}
