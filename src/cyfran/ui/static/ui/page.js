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
