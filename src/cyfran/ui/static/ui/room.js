// A phone in a live room. It asks for the state of the room every few seconds, stores answers until the site has them, and
// sends them in their order: a lost signal loses nothing, and what is sent twice is saved once.

const POLL_INTERVAL = 3000; // milliseconds between two requests
const LONGEST_WAIT = 30000;

const room = document.getElementById("room");
const part = (name) => room.querySelector(`[data-part=${name}]`);
const texts = part("sent").dataset;
const keys = { votes: `cyfran-votes-${room.dataset.room}`, words: `cyfran-words-${room.dataset.room}`, done: `cyfran-done-${room.dataset.room}` };

const readStorage = (key, fallback) => {
  try { return JSON.parse(localStorage.getItem(key)) ?? fallback; } catch { return fallback; }
};
const store = (key, value) => {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private browsing: it lasts as long as the page */ }
  memory[key] = value;
};
const memory = {};
const stored = (key, fallback) => readStorage(key, memory[key] ?? fallback);

let state = { statements: [], item: null, question: null, over: false };
let etag = "";
let delay = POLL_INTERVAL;

// Statements come in a random order for each phone, so that none is always last
const seed = stored("cyfran-seed", Math.floor(Math.random() * 2 ** 31));
store("cyfran-seed", seed);
const rank = (id) => {
  let hash = seed;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return hash >>> 0;
};
const unanswered = () => {
  const answers = stored(keys.done, {});
  return state.statements.filter((statement) => !(statement.id in answers)).sort((a, b) => rank(a.id) - rank(b.id));
};

const setStatus = (text) => { if (part("sent").textContent !== text) part("sent").textContent = text; };

function textSpan(text, language, className) {
  const span = document.createElement("span");
  span.textContent = text;
  span.lang = language === "other" ? "" : language;
  if (className) span.className = className;
  return span;
}

function render() {
  const question = part("question");
  const text = state.over ? texts.over : state.question ? state.question[room.dataset.language] : texts.pause;
  if (question.textContent !== text) question.textContent = text;
  // The statement someone is reading stays until they answer it
  const remaining = unanswered();
  const next = remaining.find((statement) => statement.id === part("statement").dataset.id) ?? remaining[0];
  part("turn").hidden = !state.item || !next;
  part("answered").hidden = !state.item || Boolean(next) || state.statements.length === 0;
  part("say").hidden = !state.item;
  if (!next) { delete part("statement").dataset.id; return; }
  const answeredCount = state.statements.length - remaining.length;
  part("progress").textContent = texts.answered.replace("{done}", answeredCount).replace("{all}", state.statements.length);
  if (part("statement").dataset.id === next.id) return;
  part("statement").dataset.id = next.id;
  part("statement").replaceChildren(
    textSpan(next.text, next.language),
    ...next.others.map((other) => textSpan(other.text, other.language, "cy-vote__translation")),
  );
}

async function poll() {
  try {
    const response = await fetch(room.dataset.now, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store" });
    if (response.status === 200) {
      etag = response.headers.get("ETag") ?? "";
      state = await response.json();
      render();
    }
    delay = POLL_INTERVAL;
    await flush();
  } catch {
    delay = Math.min(delay * 1.5, LONGEST_WAIT);
    if (stored(keys.votes, []).length + stored(keys.words, []).length) setStatus(texts.offline);
  }
  setTimeout(poll, delay * (0.85 + 0.3 * Math.random()));
}

async function post(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": room.dataset.csrf };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status >= 500) throw new Error("the site could not take it now");
  return response;
}

// Run one task at a time, across all tabs of this phone
const exclusively = (work) => (navigator.locks ? navigator.locks.request(keys.votes, work) : work());

// Put refused words back into the field, to change or to copy
async function restoreText(text, response) {
  const field = part("say").elements.text;
  field.value = field.value ? `${text}\n${field.value}` : text;
  const isSentence = response.headers.get("Content-Type")?.startsWith("text/plain");
  setStatus(isSentence ? await response.text() : texts.refused);
}

function flush() {
  return exclusively(async () => {
    const votes = stored(keys.votes, []);
    if (votes.length) {
      const batch = votes.slice(0, 200);
      const response = await post(room.dataset.votes, batch);
      if (!response.ok) return setStatus(texts.refused); // they stay on the list
      store(keys.votes, stored(keys.votes, []).slice(batch.length));
      if (part("sent").textContent === texts.offline) setStatus(texts.sent);
    }
    for (const message of stored(keys.words, [])) {
      const response = await post(room.dataset.words, message);
      store(keys.words, stored(keys.words, []).slice(1));
      if (response.ok) setStatus((await response.json()).waits ? texts.waits : texts.sent);
      else await restoreText(message.text, response);
    }
  });
}

part("turn").addEventListener("click", (event) => {
  const button = event.target.closest("[data-answer]");
  const id = part("statement").dataset.id;
  if (!button || !id) return;
  store(keys.votes, [...stored(keys.votes, []), [id, Number(button.dataset.answer)]]);
  store(keys.done, { ...stored(keys.done, {}), [id]: Number(button.dataset.answer) });
  render();
  part("statement").focus();
  flush().catch(() => setStatus(texts.offline));
});

part("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = part("say").elements.text;
  const text = field.value.trim();
  if (!text || !state.item) return;
  store(keys.words, [...stored(keys.words, []), { text, item: state.item }]);
  field.value = "";
  flush().catch(() => setStatus(texts.offline));
});

addEventListener("online", () => flush().catch(() => {}));
poll();
