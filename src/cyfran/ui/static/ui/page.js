import { initAll } from "../dist/nhsuk-frontend.min.js";

// The style sheet shows what needs scripts only where they run
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// A page that changed without loading says so to whoever cannot see it: focus goes to what changed
document.body.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target.querySelector("[data-focus]");
  if (target) target.focus();
});

// Where one card follows another, Enter sends; Shift and Enter begin a new line
document.body.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-send=enter]");
  if (!field || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  field.form.requestSubmit();
});

// A key stands for a button that names it, unless someone is typing, holds another key down, or has put the keys off
const keys = document.querySelector("[data-keys]");
if (keys) {
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
}
document.body.addEventListener("keydown", (event) => {
  if (!keys?.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
