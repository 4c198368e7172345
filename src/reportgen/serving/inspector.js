// The layout inspector: which line of a template made the block under the pointer, which blocks
// overflow on the screen and on paper, and where the pages of paper break.
const $ = (id) => document.getElementById(id);
const STYLE = {
  pointed: "outline:2px solid #0b57d0;background:rgb(11 87 208/.12)",
  over: "outline:3px dashed #c5221f",
  break: "border-top:2px dashed #8a2be2",
};
const LABEL = "position:absolute;right:0;bottom:0;padding:0 .4em;font:12px/1.5 system-ui,sans-serif;" +
  "color:#fff;background:#8a2be2";
let blocks = [], paper = null, html = null, pinned = null, paths = {}, turn = 0;

export function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// What is shown of a brief: its HTML once the frame has loaded, its paper as soon as it is told.
export async function inspectHtml(view, file) {
  html = null;
  const mine = ++turn;
  const told = await read(`${file.path}.json`, file.digest);
  if (!told || mine !== turn || !view.document.documentElement) return; // another one has come
  blocks = told.blocks;
  const root = view.document.documentElement;
  const layer = root.appendChild(view.document.createElement("div"));
  layer.style.cssText = "position:absolute;left:0;top:0;width:0;height:0;pointer-events:none;z-index:2147483647";
  html = { view, layer, over: overflowing(view) };
  view.document.addEventListener("pointermove", (event) => {
    if (pinned === null) point(blockOf(event.target));
  });
  view.document.addEventListener("click", (event) => {
    event.preventDefault();
    pin(blockOf(event.target), "html");
  }, true);
  root.addEventListener("pointerleave", () => pinned === null && point(null));
  // Fonts that come, and windows of another width, set the page anew.
  const watch = new view.ResizeObserver(() => {
    if (html?.view !== view) return watch.disconnect(); // another frame has taken its place
    html.over = overflowing(view);
    draw();
  });
  watch.observe(root);
  draw();
}

export async function inspectPaper(place, file) {
  const told = await read(file.path, file.digest);
  if (!told || paths.pdf !== file.path + file.digest) return;
  paper = told;
  const before = place.scrollTop;
  place.replaceChildren(...told.sheets.map((sheet, at) => {
    const made = node("figure", { "data-page": at + 1 });
    made.style.aspectRatio = `${sheet.width} / ${sheet.height}`;
    if (sheet.picture) {
      const src = `/inspect/${encodeURI(sheet.picture)}?${file.digest}`;
      made.append(node("img", { src, alt: `page ${at + 1}` }));
    }
    return made;
  }));
  place.scrollTop = before;
  draw();
}

export function forget() {
  blocks = []; paper = html = pinned = null; paths = {}; turn += 1;
  $("paper").replaceChildren();
  $("inspected").replaceChildren();
  $("pointed").textContent = "";
}

// Whether the paper of this file is not the one that is shown, or coming.
export function isNewPaper(file) {
  const wanted = file.path + file.digest, fresh = paths.pdf !== wanted;
  paths.pdf = wanted;
  return fresh;
}

async function read(path, digest) {
  const answer = await fetch(`/inspect/${encodeURI(path)}?${digest}`);
  return answer.ok ? answer.json() : null;
}

const blockOf = (target) => {
  const found = target.closest?.("[data-block]");
  return found ? Number(found.dataset.block) : null;
};
const elementOf = (block) => html?.view.document.querySelector(`[data-block="${block}"]`);
const line = (block) => {
  const [file, number] = (paper?.blocks[block] || blocks[block] || ["", 0]);
  return `${file}:${number}`;
};
const times = (found) => [...new Set(found.map(line))].map((where) => {
  const here = found.filter((block) => line(block) === where);
  return [here[0], here.length > 1 ? `${where} (${here.length})` : where];
});
const source = (block) => (paper?.blocks[block] || blocks[block] || [])[2] || "";

// The blocks that stand out of the block around them, and those out of which their own words stand.
// What is hidden, cut off, may be scrolled, or was put there (absolute, by a negative margin) is meant so.
function overflowing(view) {
  const styles = new Map(), found = new Set();
  const style = (one) => {
    if (!styles.has(one)) styles.set(one, view.getComputedStyle(one));
    return styles.get(one);
  };
  const blockAround = (one) => {
    while (one && /^(inline|contents)$/.test(style(one).display)) one = one.parentElement;
    return one;
  };
  const out = (rect, one) => {
    const around = one.getBoundingClientRect();
    return rect.width && around.width > 1 && style(one).overflowX === "visible" &&
      (rect.right > around.right + 1.5 || rect.left < around.left - 1.5);
  };
  const words = view.document.createTreeWalker(view.document.body, NodeFilter.SHOW_TEXT);
  const range = view.document.createRange();
  for (let text = words.nextNode(); text; text = words.nextNode()) {
    const around = text.data.trim() && blockAround(text.parentElement);
    if (!around || !around.closest("[data-block]") || around.closest("svg, style")) continue;
    range.selectNodeContents(text);
    if (out(range.getBoundingClientRect(), around)) found.add(around.closest("[data-block]"));
  }
  for (const one of view.document.querySelectorAll("[data-block]")) {
    const { display, position, marginLeft, marginRight } = style(one);
    if (/^(inline|contents|none|table-)/.test(display) || /absolute|fixed/.test(position)) continue;
    if (parseFloat(marginLeft) < 0 || parseFloat(marginRight) < 0) continue;
    const around = one.parentElement && blockAround(one.parentElement);
    if (around && out(one.getBoundingClientRect(), around)) found.add(one);
  }
  return [...found].map((one) => Number(one.dataset.block));
}

function box(parent, rect, style, label) {
  const made = parent.ownerDocument.createElement("div");
  made.style.cssText = `position:absolute;box-sizing:border-box;pointer-events:none;${style}`;
  Object.assign(made.style, rect);
  if (label) {
    const text = made.appendChild(parent.ownerDocument.createElement("span"));
    text.style.cssText = LABEL;
    text.textContent = label;
  }
  parent.append(made);
  return made;
}

function inHtml(block, style, kind, label) {
  const element = elementOf(block);
  if (!element) return;
  const { left, top, width, height } = element.getBoundingClientRect();
  const { scrollX, scrollY } = html.view;
  const line = kind === "break";
  const y = line && label.includes("inside") ? top + height : top;
  const made = box(html.layer, { left: `${line ? 0 : left + scrollX}px`, top: `${y + scrollY}px`,
    width: `${line ? html.view.document.documentElement.clientWidth : width}px`,
    height: `${line ? 0 : height}px` }, style, label);
  made.dataset.mark = kind;
  made.dataset.of = block;
}

function onPaper(part, style, kind) {
  const [block, page, x, y, width, height] = part, sheet = paper.sheets[page - 1];
  const parent = $("paper").children[page - 1];
  const share = (value, of) => `${100 * value / of}%`;
  const made = box(parent, { left: share(x, sheet.width), top: share(y, sheet.height),
    width: share(width, sheet.width), height: share(height, sheet.height) }, style);
  made.dataset.mark = kind;
  made.dataset.of = block;
}

const begins = (sheet, at) =>
  `page ${at + 1} begins ${sheet.inside ? "inside" : "with"} ${line(sheet.first)}`;
const breaks = () => (paper?.sheets || []).map((sheet, at) => [sheet, at])
  .filter(([sheet, at]) => at && sheet.first !== null);
const overPaper = () => [...new Set((paper?.over || []).map((at) => paper.parts[at][0]))];

function draw() {
  html?.layer.replaceChildren();
  for (const mark of $("paper").querySelectorAll("[data-mark]")) mark.remove();
  if (html) {
    for (const block of html.over) inHtml(block, STYLE.over, "over");
    for (const [sheet, at] of breaks()) inHtml(sheet.first, STYLE.break, "break", begins(sheet, at));
  }
  for (const at of paper?.over || []) onPaper(paper.parts[at], STYLE.over, "over");
  list();
  point(pinned);
}

// Everything that is outlined, for those who do not point: a list whose buttons lead there.
function list() {
  const row = (text, block, kind) => {
    const button = node("button", { type: "button", class: kind }, text);
    button.addEventListener("click", () => pin(block, "list"));
    return node("li", {}, button);
  };
  const on = (where, found) => times(found).map(([block, told]) =>
    row(`overflows ${where}: ${told}`, block, "over"));
  const rows = [...on("on screen", html?.over || []), ...on("on paper", overPaper()),
    ...breaks().map(([sheet, at]) => row(begins(sheet, at), sheet.first, "break"))];
  $("inspected").replaceChildren(...rows);
}

function point(block) {
  for (const mark of [...(html?.layer.children || []), ...$("paper").querySelectorAll("[data-mark]")]) {
    if (mark.dataset.mark === "pointed") mark.remove();
  }
  const told = $("pointed");
  told.textContent = block === null ? "Point at a block; a click holds it." : `${line(block)}  ${source(block)}`;
  told.classList.toggle("pinned", pinned !== null);
  if (block === null) return;
  if (html) inHtml(block, STYLE.pointed, "pointed");
  for (const part of paper?.parts || []) if (part[0] === block) onPaper(part, STYLE.pointed, "pointed");
}

// Hold a block, and bring it into view where one has not clicked; a second click lets go.
function pin(block, from) {
  pinned = pinned === block || block === null ? null : block;
  point(block);
  if (pinned === null) return point(from === "list" ? null : block);
  if (from !== "html") elementOf(block)?.scrollIntoView({ block: "center" });
  if (from !== "paper") {
    $("paper").querySelector(`[data-mark="pointed"][data-of="${block}"]`)
      ?.scrollIntoView({ block: "center" });
  }
}

// The smallest block under the pointer, by where the layout has put it.
function onPaperAt(event) {
  const figure = event.target.closest("figure");
  if (!figure || !paper) return null;
  const page = Number(figure.dataset.page), sheet = paper.sheets[page - 1];
  const rect = figure.getBoundingClientRect();
  const x = (event.clientX - rect.left) * sheet.width / rect.width;
  const y = (event.clientY - rect.top) * sheet.height / rect.height;
  let best = null, least = Infinity;
  for (const [block, on, left, top, width, height] of paper.parts) {
    if (on !== page || x < left || y < top || x > left + width || y > top + height) continue;
    if (width * height <= least) [best, least] = [block, width * height];
  }
  return best;
}

$("paper").addEventListener("pointermove", (event) => pinned === null && point(onPaperAt(event)));
$("paper").addEventListener("pointerleave", () => pinned === null && point(null));
$("paper").addEventListener("click", (event) => pin(onPaperAt(event), "paper"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && pinned !== null) pin(null, "list");
});
