// Findings: how many there are, the way from one to the next, and their fixes.
import { ask } from "./ask.js";
import { showPanel } from "./panels.js";

export function offerFindings() {
  countFindings();
  document.addEventListener("click", (event) => {
    const finding = event.target.closest("[data-do=fix]")?.closest(".finding");
    if (finding) ask("/fix", { language: finding.dataset.language, key: finding.dataset.finding });
    const mark = event.target.closest(".mark");
    if (mark) {
      event.preventDefault();
      goTo(document.getElementById(mark.getAttribute("href").slice(1)));
    }
  });
}

/** Writes their number beside the button that shows them. */
export function countFindings() {
  const number = document.querySelectorAll(".finding").length;
  document.getElementById("count").textContent = number ? `(${number})` : "";
}

/** Goes to the next finding, or with -1 to the previous one. */
export function stepFinding(step) {
  const all = [...document.querySelectorAll(".finding")];
  if (!all.length) return;
  const now = all.indexOf(document.activeElement?.closest?.(".finding"));
  const next = now < 0 && step < 0 ? all.length - 1 : (now + step + all.length) % all.length;
  goTo(all[next]);
}

function goTo(finding) {
  if (!finding) return;
  showPanel("findings");
  finding.focus({ preventScroll: true });
  finding.scrollIntoView({ block: "nearest" });
}
