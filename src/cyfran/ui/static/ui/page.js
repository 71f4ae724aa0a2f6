import { initAll } from "../dist/nhsuk-frontend.min.js";

// The style sheet shows what needs scripts only where they run
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// A page that changed without loading says so to whoever cannot see it: focus goes to what changed
document.body.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target.querySelector("[data-focus]");
  if (target) target.focus();
});

// What keeps itself up to date waits while someone uses it, so that nothing moves from under their hand
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const asking = event.detail.elt;
  if (asking.hasAttribute("data-wait-while-used") && asking.contains(document.activeElement)) event.preventDefault();
});

// A request that fails says so beside what sent it, until one succeeds
const failures = new WeakMap();
function sayFailure({ elt, requestConfig }, reason) {
  const renews = requestConfig?.verb === "get";
  const place = failures.get(elt) ?? document.createElement("p");
  place.className = "nhsuk-error-message";
  place.setAttribute("role", "alert");
  if (!place.isConnected) renews ? elt.before(place) : elt.append(place);
  failures.set(elt, place);
  const sentence = renews ? document.body.dataset.notRenewed : reason;
  if (place.textContent !== sentence) place.textContent = sentence; // said once, not with every try
}
function reasonOf(request) {
  const isSentence = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return (isSentence && request.responseText) || document.body.dataset.notSaved;
}
document.body.addEventListener("htmx:responseError", ({ detail }) => sayFailure(detail, reasonOf(detail.xhr)));
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, ({ detail }) => sayFailure(detail, document.body.dataset.notSent));
}
document.body.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  if (detail.xhr.status < 400) failures.get(detail.elt)?.remove();
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
