import { initAll } from "../dist/nhsuk-frontend.min.js";

// The style sheet shows what needs scripts only where they run
document.body.classList.add("js-enabled", "nhsuk-frontend-supported");
initAll();

// After htmx has replaced a part of the page, focus moves to what changed, for those who cannot see it
document.body.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target.querySelector("[data-focus]");
  if (target) target.focus();
});

// A part that refreshes itself waits while the focus is in it, so that nothing moves while someone uses it
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const element = event.detail.elt;
  if (element.hasAttribute("data-wait-while-used") && element.contains(document.activeElement)) event.preventDefault();
});

// Show a failed request beside the element that sent it, until one succeeds
const failures = new WeakMap();
function showFailure({ elt, requestConfig }, reason) {
  const isRefresh = requestConfig?.verb === "get";
  const message = failures.get(elt) ?? document.createElement("p");
  message.className = "nhsuk-error-message";
  message.setAttribute("role", "alert");
  if (!message.isConnected) isRefresh ? elt.before(message) : elt.append(message);
  failures.set(elt, message);
  const sentence = isRefresh ? document.body.dataset.notRenewed : reason;
  if (message.textContent !== sentence) message.textContent = sentence; // said once, not with every try
}
function reasonOf(request) {
  const isSentence = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return (isSentence && request.responseText) || document.body.dataset.notSaved;
}
document.body.addEventListener("htmx:responseError", ({ detail }) => showFailure(detail, reasonOf(detail.xhr)));
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, ({ detail }) => showFailure(detail, document.body.dataset.notSent));
}
document.body.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
  if (detail.xhr.status < 400) failures.get(detail.elt)?.remove();
});

// In fields for one entry after another, Enter submits; Shift and Enter begin a new line
document.body.addEventListener("keydown", (event) => {
  const field = event.target.closest("[data-send=enter]");
  if (!field || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  field.form.requestSubmit();
});

// Keyboard shortcuts: a key presses the button that names it, unless someone types, holds a modifier, or switched them off
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
