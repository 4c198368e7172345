// The page around the briefs: which one is in view, what is wrong, and each new state as it comes.
import { forget, inspectHtml, inspectPaper, isNewPaper, node } from "./inspector.js";

const INDEX = "index";
const $ = (id) => document.getElementById(id);
const shown = { html: "", pdf: "" };
let state = null, source = null, here = "", inspecting = false;

function briefHere() {
  if (here === INDEX) return { key: INDEX, title: "All briefs", name: "index.html", files: {
    html: state.index && { path: "index.html", digest: state.index } } };
  return state.briefs.find((brief) => brief.key === here) || state.briefs[0];
}

const address = (file) => `/build/${encodeURI(file.path)}?${file.digest}`;
const VIEWER = "#navpanes=0&view=FitH"; // what viewers of PDF make of it is theirs

// What is in view to be looked into: the page as it was made for that, once it is there.
function htmlOf(brief) {
  const made = inspecting ? brief?.inspected?.html : null;
  return made ? { ...made, address: `/inspect/${encodeURI(made.path)}?${made.digest}` } :
    built(brief?.files.html);
}

const built = (file) => file && { ...file, address: address(file) };

function paper(brief) {
  const made = inspecting ? brief?.inspected?.pdf : null;
  $("paper").hidden = !made;
  if (made && isNewPaper(made)) inspectPaper($("paper"), made);
}

// A new frame is laid over the old one when it has loaded, at the place where one has read.
function frame(view, file) {
  const kind = view.id, wanted = file ? `${file.address}${kind === "pdf" ? VIEWER : ""}` : "";
  if (shown[kind] === wanted) return;
  shown[kind] = wanted;
  const old = [...view.querySelectorAll("iframe")];
  view.querySelector(".none").hidden = Boolean(file);
  if (!file) return old.forEach((one) => one.remove());
  const fresh = node("iframe", { title: kind.toUpperCase(), class: "coming", src: wanted });
  fresh.addEventListener("load", () => loaded(fresh, kind, file));
  view.append(fresh);
}

async function loaded(fresh, kind, file) {
  const inner = inside(fresh);
  await inner?.document.fonts.ready; // until then lines are of other heights
  if (!fresh.isConnected) return;
  const all = [...fresh.parentElement.querySelectorAll("iframe")];
  const old = all.slice(0, all.indexOf(fresh)); // a newer one may be coming already
  const before = old.map(inside).find(Boolean);
  if (fresh.classList.contains("coming")) {
    if (inner && before && place(inner) === place(before)) {
      inner.scrollTo({ left: before.scrollX, top: before.scrollY, behavior: "instant" });
    }
    fresh.classList.remove("coming");
    old.forEach((one) => one.remove());
  }
  if (kind !== "html" || !inner) return;
  if (inner.location.pathname.startsWith("/inspect/")) return inspectHtml(inner, file);
  follow(inner.location.pathname);
  inner.document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.origin === location.origin) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener,noreferrer");
  });
}

const place = (inner) => inner.location.pathname.replace(/^\/\w+\//, "");

// Scripts of this page may look into a brief; into the index, which runs one, they may not.
function inside(one) {
  try {
    return one.contentDocument ? one.contentWindow : null;
  } catch {
    return null;
  }
}

// A link in a brief led to another one: its PDF comes, too.
function follow(pathname) {
  const path = decodeURI(pathname.replace(/^\/build\//, ""));
  const brief = state.briefs.find((one) => one.files.html?.path === path);
  if (!brief || brief.key === briefHere().key) return;
  shown.html = address(brief.files.html); // it is there already
  location.hash = brief.key;
}

function list() {
  const nav = $("list"), current = briefHere()?.key, groups = new Map();
  for (const brief of state.briefs) {
    if (!groups.has(brief.language)) groups.set(brief.language, []);
    groups.get(brief.language).push(brief);
  }
  const link = (key, title, name, language) => {
    const text = node("span", language ? { lang: language } : {}, title);
    const made = node("a", { href: `#${key}` }, text, node("small", {}, name));
    if (key === current) made.setAttribute("aria-current", "page");
    return node("li", {}, made);
  };
  const parts = state.index ? [node("ul", {}, link(INDEX, "All briefs", "index.html"))] : [];
  for (const [language, briefs] of groups) {
    const links = briefs.map((b) => link(b.key, b.title || b.key, b.name, b.title && language));
    parts.push(node("h2", {}, language), node("ul", {}, ...links));
  }
  nav.replaceChildren(...parts);
}

function problems() {
  const place = $("problems"), found = state.problems;
  place.hidden = !found.length;
  const errors = found.filter((one) => one.severity === "error").length;
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const told = [errors && count(errors, "error"), found.length - errors &&
    count(found.length - errors, "warning")].filter(Boolean).join(", ");
  const rows = [...found].sort((a, b) => (b.severity === "error") - (a.severity === "error"));
  place.replaceChildren(node("p", {}, told),
    ...rows.map((one) => node("pre", { class: one.severity }, one.text)));
}

const PHASES = { building: "building …", waiting: "another build is running; waiting for it",
  ready: "up to date", failed: "shown as before the error" };

function show() {
  if (!state) return;
  const brief = briefHere();
  const failed = state.problems.some((one) => one.severity === "error");
  $("phase").textContent = PHASES[state.phase === "ready" && failed ? "failed" : state.phase];
  $("phase").className = "";
  $("sample").hidden = !state.sample;
  $("sample").textContent = `made-up data: ${state.sample}`;
  $("title").textContent = brief ? brief.title || brief.key : "Preview";
  document.title = `${$("title").textContent} - preview`;
  frame($("html"), htmlOf(brief));
  frame($("pdf"), built(brief?.files.pdf));
  paper(brief);
  const made = brief?.inspected || {};
  $("inspector").hidden = !inspecting;
  $("inspector").dataset.state = brief?.key === INDEX ? "none" :
    Object.keys(brief?.files || {}).every((kind) => kind in made) ? "ready" : "coming";
  list();
  problems();
  document.body.dataset.phase = state.phase;
}

function choose(what) {
  document.body.dataset.show = what;
  for (const button of $("shows").children) {
    button.setAttribute("aria-pressed", String(button.dataset.show === what));
  }
}

function listen() {
  here = decodeURI(location.hash.slice(1));
  source?.close();
  const asked = { ...(here && { view: here }), ...(inspecting && { inspect: "on" }) };
  source = new EventSource(`/events?${new URLSearchParams(asked)}`);
  source.addEventListener("message", (event) => {
    state = JSON.parse(event.data);
    show();
  });
  source.addEventListener("error", () => {
    $("phase").textContent = "reportgen serve has ended";
    $("phase").className = "gone";
  });
  show();
}

for (const button of $("shows").children) {
  button.addEventListener("click", () => choose(button.dataset.show));
}
$("list").addEventListener("click", (event) => {
  if (event.target.closest("a") && document.body.dataset.show === "list") choose("html");
});
$("inspect").addEventListener("click", () => {
  inspecting = !inspecting;
  $("inspect").setAttribute("aria-pressed", String(inspecting));
  forget();
  listen();
});
window.addEventListener("hashchange", () => {
  forget();
  listen();
});
choose(matchMedia("(max-width: 60rem)").matches ? "html" : "both");
listen();
