// The notebook: written where there is no signal, sent once there is. What the site has not confirmed stays on the phone;
// each thing carries a key of its own, so that sending it again, from this tab or another, adds nothing.

const EVERY = 15000; // milliseconds between two looks whether something can be sent
const IDLE = 15 * 60000; // after so long without a touch it asks for the PIN again
const AT_ONCE = 20;
const SHORTEST_PIN = 6;

const notebook = document.getElementById("notebook");
const told = notebook.dataset;
const vault = await import(told.vault); // by the name it has on this site, which the phone has kept
const language = told.language;
const part = (name) => notebook.querySelector(`[data-part=${name}]`);
const form = part("write");
const field = (name) => form.elements.namedItem(name); // a field may be named like something of the list itself
const say = (where, text) => { if (part(where).textContent !== text) part(where).textContent = text; };
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

let kit = null;
let changing = null; // the entry that is being changed, if one is
let touched = Date.now();

function showOnly(name) {
  for (const one of ["impossible", "unconnected", "locked", "open"]) {
    if (part(one)) part(one).hidden = one !== name;
  }
}

// --- Opening ------------------------------------------------------------------------------------------------------

async function start() {
  if (!vault.possible()) return showOnly("impossible");
  if (!(await vault.exists())) return showOnly("unconnected");
  showOnly("locked");
  say("locked-count", filled(told.count, { waiting: await vault.numberWaiting(), sent: await vault.numberSent() }));
}

// The sentence that says why a PIN does not open it, or nothing when it does
async function refused(pin) {
  const found = await vault.unlock(pin);
  if (found.right) return "";
  return found.wait ? filled(told.wait, { seconds: found.wait }) : told.wrong;
}

part("locked")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const pin = part("pin");
  const why = await refused(pin.value);
  pin.value = "";
  say("pin-wrong", why);
  if (why) return pin.focus();
  await open();
});

async function open() {
  kit = await vault.read("kit");
  fillEvents();
  await takeUpDraft();
  showOnly("open");
  await list();
  field("text").focus();
  touched = Date.now();
  flush();
}

async function close() {
  await keepDraft();
  vault.lock();
  form.reset();
  part("waiting").replaceChildren();
  shown = "";
  await start();
}

// --- Writing ------------------------------------------------------------------------------------------------------

const option = (value, text) => Object.assign(document.createElement("option"), { value, textContent: text });
const eventOf = (id) => kit.events.find((one) => one.id === id);
const dayOf = (text) => new Date(`${text}T12:00`).toLocaleDateString(language, { day: "numeric", month: "short" });

// The one that is nearest to today is offered first
function nearest() {
  const away = (one) => Math.abs(new Date(one.day) - Date.now());
  return [...kit.events].sort((a, b) => away(a) - away(b))[0];
}

function fillEvents() {
  const places = field("event");
  const chosen = places.value;
  places.replaceChildren(...kit.events.map((one) => option(one.id, `${one.name[language]} (${dayOf(one.day)})`)));
  places.value = eventOf(chosen) ? chosen : nearest()?.id ?? "";
  part("no-event").hidden = kit.events.length > 0;
  fillQuestions(true);
}

function fillQuestions(takeLanguage) {
  const event = eventOf(field("event").value);
  const asked = field("item");
  const chosen = asked.value;
  const questions = event?.questions ?? [];
  asked.replaceChildren(...questions.map((one) => option(one.id, `${one.number}. ${one.question[language]}`)));
  if (questions.some((one) => one.id === chosen)) asked.value = chosen;
  field("table").closest(".nhsuk-form-group").hidden = Boolean(event?.talks);
  field("by_phone").closest(".nhsuk-form-group").hidden = !event?.talks;
  if (takeLanguage && event) field("language").value = event.language;
}

form?.addEventListener("change", (event) => { if (event.target === field("event")) fillQuestions(true); });

function typed() {
  const talks = eventOf(field("event").value)?.talks;
  return {
    text: field("text").value.trim(), event: field("event").value, item: field("item").value,
    table: talks ? "" : field("table").value, consent: field("consent").value, language: field("language").value,
    code: field("code").value.trim(), noted: field("noted").checked, read_first: field("read_first").checked,
    by_phone: Boolean(talks && field("by_phone").checked),
  };
}

function show(entry) {
  if (eventOf(entry.event)) field("event").value = entry.event;
  fillQuestions(false);
  for (const name of ["text", "table", "consent", "language", "code"]) field(name).value = entry[name] ?? "";
  for (const name of ["noted", "read_first", "by_phone"]) field(name).checked = Boolean(entry[name]);
  if (entry.item) field("item").value = entry.item;
}

const missing = (entry) =>
  !entry.text ? told.needsText : !entry.event ? told.needsPlace : !entry.consent ? told.needsConsent : "";

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const entry = typed();
  const why = missing(entry);
  say("problem", why);
  if (why) return (entry.text ? field("consent")[0] : field("text")).focus();
  if (changing && !(await canStillChange(changing.key))) {
    changing = null; // what is in the field can be kept as something new
    return say("problem", told.sentMeanwhile);
  }
  const key = changing?.key ?? crypto.randomUUID();
  try {
    await vault.keep({ ...entry, key, heard_at: changing?.heard_at ?? new Date().toISOString() });
  } catch {
    return say("problem", told.full); // what was typed is still in the field
  }
  changing = null;
  clearTimeout(drafting);
  await vault.dropDraft();
  for (const name of ["text", "code"]) field(name).value = "";
  field("read_first").checked = false;
  say("state", told.kept);
  await list();
  field("text").focus();
  await flush();
});

// Something happened that no words stand for: one press
part("marks")?.addEventListener("click", async (event) => {
  const moment = event.target.closest("[data-moment]")?.dataset.moment;
  if (!moment) return;
  const entry = typed();
  if (!entry.event) return say("problem", told.needsPlace);
  try {
    await vault.keep({ key: crypto.randomUUID(), event: entry.event, item: entry.item, table: entry.table, moment, heard_at: new Date().toISOString() });
  } catch {
    return say("problem", told.full);
  }
  say("state", told.kept);
  await list();
  await flush();
});

const inWords = (entry) => entry.text ?? part("marks").querySelector(`[data-moment=${entry.moment}]`).textContent;

// Another tab may have sent it in the meantime
async function canStillChange(key) {
  const there = await vault.entryWith(key);
  return there && (!there.tried || Boolean(there.why));
}

form?.addEventListener("keydown", (event) => {
  if (!event.target.closest("[data-send=enter]") || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

// What is being typed survives a flat battery, too
let drafting = null;
form?.addEventListener("input", () => {
  touched = Date.now();
  clearTimeout(drafting);
  drafting = setTimeout(keepDraft, 700);
});

async function keepDraft() {
  clearTimeout(drafting);
  if (vault.isOpen() && field("text").value.trim()) {
    await vault.write("draft", { ...typed(), changing }).catch(() => say("problem", told.full));
  }
}

async function takeUpDraft() {
  const draft = await vault.read("draft");
  if (!draft) return;
  changing = draft.changing;
  show(draft);
  say("state", told.draft);
}

// --- What waits ---------------------------------------------------------------------------------------------------

function button(text, about, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
  made.className = "nhsuk-button nhsuk-button--secondary nhsuk-button--small";
  made.setAttribute("aria-label", `${text}: ${about.slice(0, 40)}`);
  made.addEventListener("click", act);
  return made;
}

function line(entry) {
  const item = document.createElement("li");
  const words = Object.assign(document.createElement("p"), { className: entry.moment ? "" : "cy-quote", textContent: inWords(entry) });
  if (!entry.moment) words.lang = entry.language === "other" ? "" : entry.language;
  const place = [eventOf(entry.event)?.name[language], entry.table && `${told.table} ${entry.table}`];
  const where = Object.assign(document.createElement("p"), { className: "cy-small" });
  where.textContent = [...place, entry.why || (entry.tried ? told.tried : "")].filter(Boolean).join(" · ");
  item.append(words, where);
  if (entry.tried && !entry.why) return item; // the site may have it already: it can be changed there
  const change = button(told.change, inWords(entry), () => {
    changing = entry;
    show(entry);
    field("text").focus();
  });
  const takeOut = button(told.takeOut, inWords(entry), async () => {
    if (!confirm(told.sure)) return;
    await vault.takeOut(entry.key);
    await list();
  });
  const choices = Object.assign(document.createElement("div"), { className: "cy-actions" });
  choices.append(...(entry.moment ? [takeOut] : [change, takeOut]));
  item.append(choices);
  return item;
}

// Drawn anew only where something changed, so that whoever stands on a button of it is not thrown off
let shown = "";

async function list() {
  const entries = await vault.waiting();
  const now = JSON.stringify(entries);
  if (now === shown) return;
  shown = now;
  part("waiting").replaceChildren(...entries.reverse().map(line));
  say("count", filled(told.count, { waiting: entries.length, sent: await vault.numberSent() }));
}

// --- Sending ------------------------------------------------------------------------------------------------------

async function ask(address, body) {
  const headers = { Authorization: `Bearer ${await vault.read("token")}`, "Content-Type": "application/json" };
  const how = body ? { method: "POST", body: JSON.stringify(body) } : {};
  return fetch(address, { ...how, headers, cache: "no-store", credentials: "omit" });
}

const asSent = (entry) => ({
  key: entry.key, event: entry.event, item: entry.item, table: entry.table, text: entry.text,
  language: entry.language, code: entry.code, verbatim: !entry.noted, may_quote: entry.consent === "quote",
  read_first: entry.read_first, by_phone: entry.by_phone, heard_at: entry.heard_at, moment: entry.moment,
});

// One tab at a time: the second finds what the first has not sent
const flush = () => navigator.locks.request("cyfran-notebook", sendWhatWaits).catch(() => say("state", told.offline));

async function sendWhatWaits() {
  if (!vault.isOpen()) return;
  const ready = (await vault.waiting()).filter((entry) => !entry.why && entry.key !== changing?.key);
  if (!ready.length) return;
  if (!navigator.onLine) return say("state", told.offline);
  for (let first = 0; first < ready.length; first += AT_ONCE) {
    const some = ready.slice(first, first + AT_ONCE);
    for (const entry of some) await vault.keep({ ...entry, tried: true });
    const response = await ask(told.send, { now: new Date().toISOString(), entries: some.map(asSent) });
    if (response.status >= 500 || response.status === 429) throw new Error("the site could not take it now");
    const answered = await response.json();
    if (!response.ok) return refuse(response.status, answered.why);
    await takeOutcomes(some, answered.outcomes);
  }
  say("state", told.sent);
}

function refuse(status, why) {
  say("state", why);
  part("reconnect").hidden = status !== 401;
}

async function takeOutcomes(entries, outcomes) {
  await vault.settle(outcomes.filter((one) => one.kept).map((one) => one.key));
  for (const { key, why } of outcomes.filter((one) => !one.kept)) {
    await vault.keep({ ...entries.find((entry) => entry.key === key), tried: false, why });
  }
  await list();
}

async function refreshKit() {
  if (!vault.isOpen() || !navigator.onLine) return;
  const response = await ask(told.kit);
  if (!response.ok) return;
  kit = await response.json();
  await vault.write("kit", kit);
  if (document.activeElement !== field("event")) fillEvents();
}

// --- Connecting ---------------------------------------------------------------------------------------------------

part("connect")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [pin, again] = [part("pin").value, part("pin-again")?.value];
  say("problem", "");
  const there = await vault.exists();
  const why = there ? await refused(pin) : pin.length < SHORTEST_PIN ? told.short : pin !== again ? told.differ : "";
  if (why) return say("problem", why);
  if (there && (await vault.numberWaiting()) && (await vault.read("kit"))?.owner !== told.owner) {
    return say("problem", told.others);
  }
  try {
    const response = await fetch(part("connect").action, { method: "POST", body: new FormData(part("connect")) });
    if (!response.ok) return say("problem", told.failed);
    const { token, ...rest } = await response.json();
    if (!there) await vault.begin(pin);
    await vault.write("token", token);
    await vault.write("kit", rest);
    await navigator.storage?.persist?.();
    location.assign(told.notebook);
  } catch {
    say("problem", told.failed);
  }
});

async function startConnecting() {
  if (!vault.possible()) return say("problem", told.impossible);
  const there = await vault.exists();
  part("again").hidden = there;
  say("pin-label", there ? told.pinOld : told.pinNew);
  part("connect").hidden = false;
}

for (const one of notebook.querySelectorAll("[data-act=forget]")) {
  one.addEventListener("click", async () => {
    const number = await vault.numberWaiting();
    if (!confirm(filled(number ? told.forgetLosing : told.forget, { waiting: number }))) return;
    if (vault.isOpen()) await ask(told.disconnect, {}).catch(() => {});
    await vault.forget();
    location.reload();
  });
}

part("close")?.addEventListener("click", close);

// --- All the time -------------------------------------------------------------------------------------------------

if (form) {
  if ("serviceWorker" in navigator) {
    for (const scope of told.scopes.split(" ")) navigator.serviceWorker.register(told.worker, { scope });
  }
  addEventListener("online", () => { if (vault.isOpen()) flush().then(refreshKit).catch(() => {}); });
  addEventListener("pointerdown", () => { touched = Date.now(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) keepDraft(); });
  setInterval(() => {
    if (!vault.isOpen()) return;
    if (Date.now() - touched > IDLE) close();
    else flush().then(refreshKit).then(list).catch(() => {});
  }, EVERY);
  start();
} else {
  startConnecting();
}
