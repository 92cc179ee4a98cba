// Search and filters, without a server: all that is searched stands in the page. The form is hidden until the last line
// of this has run, so that a browser without scripts, or too old for this one, shows the whole list and no dead control.
"use strict";
(() => {
  const form = document.forms[0];
  const field = form.elements.q;
  const choices = [...form.querySelectorAll("select")];
  const told = form.querySelector("[role=status]");
  const reset = form.querySelector("[type=reset]");

  // Letters that no accent can be taken from.
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ı: "i" };
  // Accents, and the vowel signs of Hebrew and Arabic. In other scripts a mark is part of the letter.
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]/g;
  // Scripts without spaces between words: there any part of the text will do.
  const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

  // Returns the words of a text in their plainest form.
  function words(text) {
    const plain = text.toLowerCase().normalize("NFKD").replace(MARKS, "").replace(/[ßæœøłđı]/g, (char) => PLAIN[char]);
    return plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  }

  // "isn't" is found as isn't and isnt, "l'eau" as leau and eau, "self-worth" as selfworth and worth.
  const joined = (text) => text.replace(/['’-]/g, "");
  const sought = (text) => words(text.replace(/['’]/g, "")).map((word) => (UNSPACED.test(word) ? word : ` ${word}`));

  // Returns the text that a handout is found by: a space, then its words with one space between.
  function findable(handout, category) {
    const shown = [...handout.querySelectorAll("h3, .summary")].map((element) => element.textContent);
    const text = [category, ...shown, handout.dataset.more ?? ""].join(" ");
    return ` ${[...words(text), ...words(joined(text))].join(" ")}`;
  }

  function describe(version) {
    const links = [...version.querySelectorAll("dd a")];
    return {
      element: version,
      language: version.dataset.language,
      formats: links.map((link) => link.firstChild.data),
    };
  }

  const sections = [...document.querySelectorAll("main > section")].map((section) => {
    const category = section.querySelector("h2").textContent;
    const handouts = [...section.querySelectorAll(".handout")].map((handout) => ({
      element: handout,
      text: findable(handout, category),
      versions: [...handout.children].map(describe),
    }));
    return { element: section, category, handouts };
  });
  const total = sections.reduce((sum, section) => sum + section.handouts.length, 0);

  function put(element, there) {
    if (element.hidden === there) element.hidden = !there;
    return there;
  }

  // Shows what fits, hides the rest, and returns how many handouts are left.
  function filter() {
    const wanted = Object.fromEntries(choices.map((choice) => [choice.name, choice.value]));
    const terms = sought(field.value);
    let count = 0;
    for (const section of sections) {
      let left = 0;
      for (const handout of section.handouts) {
        const found = (!wanted.category || wanted.category === section.category) && terms.every((term) => handout.text.includes(term));
        const fits = (version) =>
          (!wanted.language || wanted.language === version.language) && (!wanted.format || version.formats.includes(wanted.format));
        const versions = handout.versions.filter((version) => put(version.element, found && fits(version)));
        left += put(handout.element, versions.length > 0) ? 1 : 0;
      }
      put(section.element, left > 0);
      count += left;
    }
    return count;
  }

  function say(count) {
    const all = total === 1 ? "1 handout" : `${total} handouts`;
    if (count === total) return all;
    return count ? `${count} of ${all}` : "No handout has all of this. Try fewer or other words.";
  }

  // The address carries what is sought, so that a search can be kept as a bookmark. The part after # needs no server.
  function read() {
    const address = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
    field.value = address.get("q") ?? "";
    for (const choice of choices) {
      const value = address.get(choice.name) ?? "";
      choice.value = [...choice.options].some((option) => option.value === value) ? value : "";
    }
  }

  function active() {
    return [["q", field.value.trim()], ...choices.map((choice) => [choice.name, choice.value])].filter(([, value]) => value);
  }

  let pause = 0;
  function show() {
    const count = filter();
    reset.hidden = active().length === 0;
    // Once the typing pauses: a screen reader would read every number on the way, and Safari refuses many addresses at once.
    clearTimeout(pause);
    pause = setTimeout(() => {
      told.textContent = say(count);
      const kept = new URLSearchParams(active()).toString();
      const address = location.href.split("#")[0] + (kept && `#${kept}`);
      if (kept || location.hash.includes("=")) history.replaceState(null, "", address);
    }, 300);
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (matchMedia("(pointer: coarse)").matches) field.blur(); // puts the keyboard on the screen away
  });
  form.addEventListener("reset", (event) => {
    event.preventDefault(); // which would bring back what the browser remembers, not an empty form
    field.value = "";
    for (const choice of choices) choice.value = "";
    show();
    field.focus(); // the button is gone now
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") form.reset();
  });
  addEventListener("hashchange", () => {
    read();
    show();
  });

  read();
  told.textContent = say(filter());
  reset.hidden = active().length === 0;
  form.hidden = false;
})();
