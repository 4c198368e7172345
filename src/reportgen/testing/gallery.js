// The slider of a page, and on the review page: accept and reject, by button and by key.
const cases = [...document.querySelectorAll(".case")];
for (const slide of document.querySelectorAll(".slide")) {
  const over = slide.querySelector(".over"), range = slide.querySelector("input");
  range.addEventListener("input", () => {
    over.style.clipPath = `inset(0 ${100 - range.value}% 0 0)`;
  });
}
let at = -1;
function go(step) {
  if (!cases.length) return;
  at = Math.min(cases.length - 1, Math.max(0, at + step));
  cases.forEach((one, index) => one.classList.toggle("here", index === at));
  cases[at].focus();
  cases[at].scrollIntoView({ block: "start" });
}
const token = document.body.dataset.token;
async function decide(one, verdict) {
  if (!token || one.classList.contains("done")) return;
  const told = one.querySelector(".verdict");
  try {
    const answer = await fetch("decide", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Reportgen-Token": token },
      body: JSON.stringify({ key: one.dataset.key, verdict }),
    });
    const said = await answer.json();
    told.textContent = said.said;
    if (answer.ok) {
      one.classList.add("done");
      one.querySelectorAll("button").forEach((button) => { button.disabled = true; });
      count();
    }
  } catch (error) {
    told.textContent = "the review has ended: start `reportgen review` again";
  }
}
function count() {
  const left = cases.filter((one) => !one.classList.contains("done")).length;
  document.querySelector(".left").textContent = left ? `${left} to look at` : "all looked at";
}
document.addEventListener("click", (event) => {
  const verdict = event.target.dataset && event.target.dataset.verdict;
  if (verdict) decide(event.target.closest(".case"), verdict);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if ((event.key === "a" || event.key === "r") && at >= 0) {
    decide(cases[at], event.key === "a" ? "accept" : "reject");
    go(1);
  }
});
