// A phone in a live room. It asks every few seconds what is asked now, keeps answers until the site has them, and
// sends them in their order: a lost signal loses nothing, and what is sent twice is kept once.

const EVERY = 3000; // milliseconds between two questions to the site
const LONGEST_WAIT = 30000;

const room = document.getElementById("room");
const part = (name) => room.querySelector(`[data-part=${name}]`);
const told = part("sent").dataset;
const keys = { votes: `cyfran-votes-${room.dataset.room}`, words: `cyfran-words-${room.dataset.room}`, done: `cyfran-done-${room.dataset.room}` };

const kept = (key, empty) => {
  try { return JSON.parse(localStorage.getItem(key)) ?? empty; } catch { return empty; }
};
const keep = (key, value) => {
  try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private browsing: it lasts as long as the page */ }
  memory[key] = value;
};
const memory = {};
const held = (key, empty) => kept(key, memory[key] ?? empty);

let now = { statements: [], item: null, question: null, over: false };
let mark = "";
let wait = EVERY;

// Everyone is asked in an order of their own, so that no statement is always last
const seed = held("cyfran-seed", Math.floor(Math.random() * 2 ** 31));
keep("cyfran-seed", seed);
const rank = (id) => {
  let hash = seed;
  for (const letter of id) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  return hash >>> 0;
};
const left = () => {
  const done = held(keys.done, {});
  return now.statements.filter((s) => !(s.id in done)).sort((a, b) => rank(a.id) - rank(b.id));
};

const say = (text) => { if (part("sent").textContent !== text) part("sent").textContent = text; };

function words(text, language, className) {
  const span = document.createElement("span");
  span.textContent = text;
  span.lang = language === "other" ? "" : language;
  if (className) span.className = className;
  return span;
}

function show() {
  const question = part("question");
  const wanted = now.over ? told.over : now.question ? now.question[room.dataset.language] : told.pause;
  if (question.textContent !== wanted) question.textContent = wanted;
  // What someone is reading stays until they answer it: nothing else slips under their thumb
  const open = left();
  const next = open.find((s) => s.id === part("statement").dataset.id) ?? open[0];
  part("turn").hidden = !now.item || !next;
  part("answered").hidden = !now.item || Boolean(next) || now.statements.length === 0;
  part("say").hidden = !now.item;
  if (!next) { delete part("statement").dataset.id; return; }
  const done = now.statements.length - open.length;
  part("progress").textContent = told.answered.replace("{done}", done).replace("{all}", now.statements.length);
  if (part("statement").dataset.id === next.id) return;
  part("statement").dataset.id = next.id;
  part("statement").replaceChildren(
    words(next.text, next.language),
    ...next.others.map((other) => words(other.text, other.language, "cy-vote__translation")),
  );
}

async function look() {
  try {
    const response = await fetch(room.dataset.now, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store" });
    if (response.status === 200) {
      mark = response.headers.get("ETag") ?? "";
      now = await response.json();
      show();
    }
    wait = EVERY;
    await flush();
  } catch {
    wait = Math.min(wait * 1.5, LONGEST_WAIT);
    if (held(keys.votes, []).length + held(keys.words, []).length) say(told.offline);
  }
  setTimeout(look, wait * (0.85 + 0.3 * Math.random()));
}

async function post(address, body) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": room.dataset.csrf };
  const response = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status >= 500) throw new Error("the site could not take it now");
  return response;
}

// One at a time, in all tabs of this phone
const one = (work) => (navigator.locks ? navigator.locks.request(keys.votes, work) : work());

// Words that were refused go back to whoever wrote them, to change or to copy
function giveBack(text) {
  const field = part("say").elements.text;
  field.value = field.value ? `${text}\n${field.value}` : text;
  say(told.refused);
}

function flush() {
  return one(async () => {
    const votes = held(keys.votes, []);
    if (votes.length) {
      const some = votes.slice(0, 200);
      const response = await post(room.dataset.votes, some);
      if (!response.ok) return say(told.refused); // they stay on the list
      keep(keys.votes, held(keys.votes, []).slice(some.length));
      if (part("sent").textContent === told.offline) say(told.sent);
    }
    for (const said of held(keys.words, [])) {
      const response = await post(room.dataset.words, said);
      keep(keys.words, held(keys.words, []).slice(1));
      if (response.ok) say((await response.json()).waits ? told.waits : told.sent);
      else giveBack(said.text);
    }
  });
}

part("turn").addEventListener("click", (event) => {
  const button = event.target.closest("[data-answer]");
  const id = part("statement").dataset.id;
  if (!button || !id) return;
  keep(keys.votes, [...held(keys.votes, []), [id, Number(button.dataset.answer)]]);
  keep(keys.done, { ...held(keys.done, {}), [id]: Number(button.dataset.answer) });
  show();
  part("statement").focus();
  flush().catch(() => say(told.offline));
});

part("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = part("say").elements.text;
  const text = field.value.trim();
  if (!text || !now.item) return;
  keep(keys.words, [...held(keys.words, []), { text, item: now.item }]);
  field.value = "";
  flush().catch(() => say(told.offline));
});

addEventListener("online", () => flush().catch(() => {}));
look();
