// The offline notebook: entries are written without signal and sent once there is. What the site has not confirmed stays on
// the phone; each entry has a key of its own, so that sending it again, from this tab or another, adds nothing.

const SEND_INTERVAL = 15000; // milliseconds between two attempts to send
const IDLE_LIMIT = 15 * 60000; // milliseconds without a touch after which the notebook locks
const BATCH_SIZE = 20;
const SHORTEST_PIN = 6;

const notebook = document.getElementById("notebook");
const config = notebook.dataset;
const vault = await import(config.vault); // the versioned address, which the phone has cached
const language = config.language;
const part = (name) => notebook.querySelector(`[data-part=${name}]`);
const form = part("write");
// Not form.elements[name]: a field may be named like a property of the collection
const field = (name) => form.elements.namedItem(name);
const setText = (partName, text) => { if (part(partName).textContent !== text) part(partName).textContent = text; };
const fillTemplate = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

let kit = null;
let changing = null; // the entry that is being changed, if one is
let lastTouch = Date.now();

function showOnly(name) {
  for (const panel of ["impossible", "unconnected", "locked", "open"]) {
    if (part(panel)) part(panel).hidden = panel !== name;
  }
}

// --- Opening ------------------------------------------------------------------------------------------------------

async function start() {
  if (!vault.possible()) return showOnly("impossible");
  if (!(await vault.exists())) return showOnly("unconnected");
  showOnly("locked");
  setText("locked-count", fillTemplate(config.count, { waiting: await vault.numberWaiting(), sent: await vault.numberSent() }));
}

// Open the vault with a PIN: returns "" or the sentence that says why it does not open
async function tryUnlock(pin) {
  const attempt = await vault.unlock(pin);
  if (attempt.right) return "";
  return attempt.wait ? fillTemplate(config.wait, { seconds: attempt.wait }) : config.wrong;
}

part("locked")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = part("pin");
  const problem = await tryUnlock(pin.value);
  pin.value = "";
  setText("pin-wrong", problem);
  if (problem) return pin.focus();
  await open();
});

async function open() {
  kit = await vault.read("kit");
  fillEvents();
  await restoreDraft();
  showOnly("open");
  await renderWaiting();
  field("text").focus();
  lastTouch = Date.now();
  flush();
}

async function close() {
  await keepDraft();
  vault.lock();
  form.reset();
  part("waiting").replaceChildren();
  renderedEntries = "";
  await start();
}

// --- Writing ------------------------------------------------------------------------------------------------------

const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });
const eventOf = (id) => kit.events.find((event) => event.id === id);
const dayOf = (text) => new Date(`${text}T12:00`).toLocaleDateString(language, { day: "numeric", month: "short" });

// The event nearest to today, which is offered first
function nearestEvent() {
  const distance = (event) => Math.abs(new Date(event.day) - Date.now());
  return [...kit.events].sort((a, b) => distance(a) - distance(b))[0];
}

function fillEvents() {
  const eventField = field("event");
  const chosen = eventField.value;
  eventField.replaceChildren(...kit.events.map((event) => option(event.id, `${event.name[language]} (${dayOf(event.day)})`)));
  eventField.value = eventOf(chosen) ? chosen : nearestEvent()?.id ?? "";
  part("no-event").hidden = kit.events.length > 0;
  fillQuestions(true);
}

function fillQuestions(takeLanguage) {
  const event = eventOf(field("event").value);
  const questionField = field("item");
  const chosen = questionField.value;
  const questions = event?.questions ?? [];
  const options = questions.map((question) => option(question.id, `${question.number}. ${question.question[language]}`));
  questionField.replaceChildren(...options);
  if (questions.some((question) => question.id === chosen)) questionField.value = chosen;
  field("table").closest(".nhsuk-form-group").hidden = Boolean(event?.talks);
  field("by_phone").closest(".nhsuk-form-group").hidden = !event?.talks;
  if (takeLanguage && event) field("language").value = event.language;
}

form?.addEventListener("change", (event) => { if (event.target === field("event")) fillQuestions(true); });

function readForm() {
  const talks = eventOf(field("event").value)?.talks;
  return {
    text: field("text").value.trim(), event: field("event").value, item: field("item").value,
    table: talks ? "" : field("table").value, consent: field("consent").value, language: field("language").value,
    code: field("code").value.trim(), noted: field("noted").checked, read_first: field("read_first").checked,
    by_phone: Boolean(talks && field("by_phone").checked),
  };
}

function fillForm(entry) {
  if (eventOf(entry.event)) field("event").value = entry.event;
  fillQuestions(false);
  for (const name of ["text", "table", "consent", "language", "code"]) field(name).value = entry[name] ?? "";
  for (const name of ["noted", "read_first", "by_phone"]) field(name).checked = Boolean(entry[name]);
  if (entry.item) field("item").value = entry.item;
}

const missingMessage = (entry) =>
  !entry.text ? config.needsText : !entry.event ? config.needsPlace : !entry.consent ? config.needsConsent : "";

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const entry = readForm();
  const problem = missingMessage(entry);
  setText("problem", problem);
  if (problem) return (entry.text ? field("consent")[0] : field("text")).focus();
  if (changing && !(await canStillChange(changing.key))) {
    changing = null; // what is in the field can be kept as something new
    return setText("problem", config.sentMeanwhile);
  }
  const key = changing?.key ?? crypto.randomUUID();
  try {
    await vault.keep({ ...entry, key, heard_at: changing?.heard_at ?? new Date().toISOString() });
  } catch {
    return setText("problem", config.full); // what was typed is still in the field
  }
  changing = null;
  clearTimeout(drafting);
  await vault.dropDraft();
  for (const name of ["text", "code"]) field(name).value = "";
  field("read_first").checked = false;
  setText("state", config.kept);
  await renderWaiting();
  field("text").focus();
  await flush();
});

// Record an observed moment with one press
part("marks")?.addEventListener("click", async (event) => {
  const moment = event.target.closest("[data-moment]")?.dataset.moment;
  if (!moment) return;
  const entry = readForm();
  if (!entry.event) return setText("problem", config.needsPlace);
  try {
    await vault.keep({ key: crypto.randomUUID(), event: entry.event, item: entry.item, table: entry.table, moment, heard_at: new Date().toISOString() });
  } catch {
    return setText("problem", config.full);
  }
  setText("state", config.kept);
  await renderWaiting();
  await flush();
});

const textOf = (entry) => entry.text ?? part("marks").querySelector(`[data-moment=${entry.moment}]`).textContent;

// Whether an entry can still be changed: another tab may have sent it in the meantime
async function canStillChange(key) {
  const stored = await vault.entryWith(key);
  return stored && (!stored.tried || Boolean(stored.why));
}

form?.addEventListener("keydown", (event) => {
  if (!event.target.closest("[data-send=enter]") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// What is being typed is stored as a draft, to survive a flat battery
let drafting = null;
form?.addEventListener("input", () => {
  lastTouch = Date.now();
  clearTimeout(drafting);
  drafting = setTimeout(keepDraft, 700);
});

async function keepDraft() {
  clearTimeout(drafting);
  if (vault.isOpen() && field("text").value.trim()) {
    await vault.write("draft", { ...readForm(), changing }).catch(() => setText("problem", config.full));
  }
}

async function restoreDraft() {
  const draft = await vault.read("draft");
  if (!draft) return;
  changing = draft.changing;
  fillForm(draft);
  setText("state", config.draft);
}

// --- What waits ---------------------------------------------------------------------------------------------------

function button(text, subject, onClick) {
  const element = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  element.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  element.setAttribute("aria-label", `${text}: ${subject.slice(0, 40)}`);
  element.addEventListener("click", onClick);
  return element;
}

function entryLine(entry) {
  const item = document.createElement("li");
  const paragraph = Object.assign(document.createElement("p"), { textContent: textOf(entry) });
  paragraph.className = entry.moment ? "" : "cy-quote";
  if (!entry.moment) paragraph.lang = entry.language === "other" ? "" : entry.language;
  const place = [eventOf(entry.event)?.name[language], entry.table && `${config.table} ${entry.table}`];
  const details = Object.assign(document.createElement("p"), { className: "cy-small" });
  details.textContent = [...place, entry.why || (entry.tried ? config.tried : "")].filter(Boolean).join(" · ");
  item.append(paragraph, details);
  if (entry.tried && !entry.why) return item; // the site may have it already: it can be changed there
  const changeButton = button(config.change, textOf(entry), () => {
    changing = entry;
    fillForm(entry);
    field("text").focus();
  });
  const removeButton = button(config.takeOut, textOf(entry), async () => {
    if (!confirm(config.sure)) return;
    await vault.takeOut(entry.key);
    await renderWaiting();
  });
  const actions = Object.assign(document.createElement("div"), { className: "cy-actions" });
  actions.append(...(entry.moment ? [removeButton] : [changeButton, removeButton]));
  item.append(actions);
  return item;
}

// Drawn again only if something changed, so that a focused button keeps its focus
let renderedEntries = "";

async function renderWaiting() {
  const entries = await vault.waiting();
  const state = JSON.stringify(entries);
  if (state === renderedEntries) return;
  renderedEntries = state;
  part("waiting").replaceChildren(...entries.reverse().map(entryLine));
  setText("count", fillTemplate(config.count, { waiting: entries.length, sent: await vault.numberSent() }));
}

// --- Sending ------------------------------------------------------------------------------------------------------

async function fetchAsPhone(address, body) {
  const headers = { Authorization: `Bearer ${await vault.read("token")}`, "Content-Type": "application/json" };
  const options = body ? { method: "POST", body: JSON.stringify(body) } : {};
  return fetch(address, { ...options, headers, cache: "no-store", credentials: "omit" });
}

const toPayload = (entry) => ({
  key: entry.key, event: entry.event, item: entry.item, table: entry.table, text: entry.text,
  language: entry.language, code: entry.code, verbatim: !entry.noted, may_quote: entry.consent === "quote",
  read_first: entry.read_first, by_phone: entry.by_phone, heard_at: entry.heard_at, moment: entry.moment,
});

// Send from one tab at a time: the second finds what the first has not sent
const flush = () => navigator.locks.request("cyfran-notebook", sendWaiting).catch(() => setText("state", config.offline));

async function sendWaiting() {
  if (!vault.isOpen()) return;
  const ready = (await vault.waiting()).filter((entry) => !entry.why && entry.key !== changing?.key);
  if (!ready.length) return;
  if (!navigator.onLine) return setText("state", config.offline);
  for (let offset = 0; offset < ready.length; offset += BATCH_SIZE) {
    const batch = ready.slice(offset, offset + BATCH_SIZE);
    for (const entry of batch) await vault.keep({ ...entry, tried: true });
    const response = await fetchAsPhone(config.send, { now: new Date().toISOString(), entries: batch.map(toPayload) });
    if (response.status >= 500 || response.status === 429) throw new Error("the site could not take it now");
    const reply = await response.json();
    if (!response.ok) return showRefusal(response.status, reply.why);
    await applyOutcomes(batch, reply.outcomes);
  }
  setText("state", config.sent);
}

function showRefusal(status, why) {
  setText("state", why);
  part("reconnect").hidden = status !== 401;
}

async function applyOutcomes(entries, outcomes) {
  await vault.settle(outcomes.filter((outcome) => outcome.kept).map((outcome) => outcome.key));
  for (const { key, why } of outcomes.filter((outcome) => !outcome.kept)) {
    await vault.keep({ ...entries.find((entry) => entry.key === key), tried: false, why });
  }
  await renderWaiting();
}

async function refreshKit() {
  if (!vault.isOpen() || !navigator.onLine) return;
  const response = await fetchAsPhone(config.kit);
  if (!response.ok) return;
  kit = await response.json();
  await vault.write("kit", kit);
  if (document.activeElement !== field("event")) fillEvents();
}

// --- Connecting ---------------------------------------------------------------------------------------------------

part("connect")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [pin, again] = [part("pin").value, part("pin-again")?.value];
  setText("problem", "");
  const hasVault = await vault.exists();
  const problem = hasVault ? await tryUnlock(pin) : pin.length < SHORTEST_PIN ? config.short : pin !== again ? config.differ : "";
  if (problem) return setText("problem", problem);
  if (hasVault && (await vault.numberWaiting()) && (await vault.read("kit"))?.owner !== config.owner) {
    return setText("problem", config.others);
  }
  try {
    const response = await fetch(part("connect").action, { method: "POST", body: new FormData(part("connect")) });
    if (!response.ok) return setText("problem", config.failed);
    const { token, ...newKit } = await response.json();
    if (!hasVault) await vault.begin(pin);
    await vault.write("token", token);
    await vault.write("kit", newKit);
    await navigator.storage?.persist?.();
    location.assign(config.notebook);
  } catch {
    setText("problem", config.failed);
  }
});

async function startConnecting() {
  if (!vault.possible()) return setText("problem", config.impossible);
  const hasVault = await vault.exists();
  part("again").hidden = hasVault;
  setText("pin-label", hasVault ? config.pinOld : config.pinNew);
  part("connect").hidden = false;
}

for (const forgetButton of notebook.querySelectorAll("[data-act=forget]")) {
  forgetButton.addEventListener("click", async () => {
    const number = await vault.numberWaiting();
    if (!confirm(fillTemplate(number ? config.forgetLosing : config.forget, { waiting: number }))) return;
    if (vault.isOpen()) await fetchAsPhone(config.disconnect, {}).catch(() => {});
    await vault.forget();
    location.reload();
  });
}

part("close")?.addEventListener("click", close);

// --- All the time -------------------------------------------------------------------------------------------------

if (form) {
  if ("serviceWorker" in navigator) {
    for (const scope of config.scopes.split(" ")) navigator.serviceWorker.register(config.worker, { scope });
  }
  addEventListener("online", () => { if (vault.isOpen()) flush().then(refreshKit).catch(() => {}); });
  addEventListener("pointerdown", () => { lastTouch = Date.now(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepDraft(); });
  setInterval(() => {
    if (!vault.isOpen()) return;
    if (Date.now() - lastTouch > IDLE_LIMIT) close();
    else flush().then(refreshKit).then(renderWaiting).catch(() => {});
  }, SEND_INTERVAL);
  start();
} else {
  startConnecting();
}
