// What a notebook keeps on a phone, readable only with its PIN. Each thing is sealed by itself (AES-GCM) with a key that
// is wrapped twice: by the PIN (PBKDF2) and by a key the browser holds and never hands out, so that a copied file alone
// cannot be tried PIN by PIN. Nothing is said to be kept before the browser has written it to its disk.

const NAME = "cyfran-notebook";
const ROUNDS = 600000;
const FREE_TRIES = 5;

let opened = null; // the database
let key = null; // there while the notebook is open

const answer = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("settings", { keyPath: "name" });
      request.result.createObjectStore("entries", { keyPath: "key" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); opened = null; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Everything in one transaction, or nothing. ``work`` may only ask the database: waiting for anything else would end it.
async function within(mode, work) {
  const transaction = (await database()).transaction(["settings", "entries"], mode, { durability: "strict" });
  const written = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const result = work(transaction.objectStore("settings"), transaction.objectStore("entries"));
  await written;
  return result;
}

const setting = (name) => within("readonly", (settings) => answer(settings.get(name)));

// --- Sealing ------------------------------------------------------------------------------------------------------

const AES = { name: "AES-GCM", length: 256 };
const bytes = (text) => new TextEncoder().encode(text);

async function sealBytes(content, by, about) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(about) }, by, content);
  return { iv, data };
}

const openBytes = ({ iv, data }, by, about) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(about) }, by, data);

const seal = (value, about) => sealBytes(bytes(JSON.stringify(value)), key, about);
const unseal = async (sealed, about) => JSON.parse(new TextDecoder().decode(await openBytes(sealed, key, about)));

async function keyOfPin(pin, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", bytes(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, AES, false, ["encrypt", "decrypt"]);
}

const asKey = (raw) => crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

// --- The lock -----------------------------------------------------------------------------------------------------

export const possible = () => Boolean(globalThis.isSecureContext && globalThis.indexedDB && globalThis.crypto?.subtle);
export const isOpen = () => key !== null;
export const lock = () => { key = null; };
export const exists = async () => Boolean(await setting("lock"));

export async function begin(pin) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const device = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  const inner = await sealBytes(raw, await keyOfPin(pin, salt, ROUNDS), "pin");
  const outer = await sealBytes(inner.data, device, "device");
  const wrapped = { name: "lock", salt, rounds: ROUNDS, device, iv: inner.iv, outer, wrong: 0, until: 0 };
  await within("readwrite", (settings) => settings.add(wrapped));
  key = await asKey(raw);
}

// Gives whether it was the right PIN; or, after many wrong ones, how many seconds to wait before the next try
export async function unlock(pin) {
  const found = await setting("lock");
  const wait = Math.ceil((found.until - Date.now()) / 1000);
  if (wait > 0) return { wait: Math.min(wait, 900) };
  const data = await openBytes(found.outer, found.device, "device");
  try {
    const raw = await openBytes({ iv: found.iv, data }, await keyOfPin(pin, found.salt, found.rounds), "pin");
    key = await asKey(raw);
    await within("readwrite", (settings) => settings.put({ ...found, wrong: 0, until: 0 }));
    return { right: true };
  } catch {
    const wrong = found.wrong + 1;
    const pause = wrong < FREE_TRIES ? 0 : Math.min(15 * 2 ** (wrong - FREE_TRIES), 900);
    await within("readwrite", (settings) => settings.put({ ...found, wrong, until: Date.now() + pause * 1000 }));
    return pause ? { wait: pause } : { right: false };
  }
}

export async function forget() {
  const found = await database();
  key = null;
  found.close();
  opened = null;
  await answer(indexedDB.deleteDatabase(NAME));
}

// --- What is kept -------------------------------------------------------------------------------------------------

export async function write(name, value) {
  const sealed = await seal(value, name);
  await within("readwrite", (settings) => settings.put({ name, sealed }));
}

export async function read(name) {
  const found = await setting(name);
  return found ? unseal(found.sealed, name) : null;
}

// A new entry goes to the end; one that is there already keeps its place
export async function keep(entry) {
  const sealed = await seal(entry, entry.key);
  await within("readwrite", async (_, entries) => {
    const before = await answer(entries.get(entry.key));
    entries.put({ key: entry.key, order: before?.order ?? Date.now(), sealed });
  });
}

export const dropDraft = () => within("readwrite", (settings) => { settings.delete("draft"); });

export async function waiting() {
  const found = await within("readonly", (_, entries) => answer(entries.getAll()));
  found.sort((a, b) => a.order - b.order);
  return Promise.all(found.map((one) => unseal(one.sealed, one.key)));
}

export async function entryWith(one) {
  const found = await within("readonly", (_, entries) => answer(entries.get(one)));
  return found ? unseal(found.sealed, one) : null;
}

export const numberWaiting = () => within("readonly", (_, entries) => answer(entries.count()));
export const numberSent = async () => (await setting("sent"))?.number ?? 0;
export const takeOut = (one) => within("readwrite", (_, entries) => { entries.delete(one); });

// The site has them: they leave the phone and are counted, in one step
export function settle(keys) {
  return within("readwrite", async (settings, entries) => {
    const before = (await answer(settings.get("sent")))?.number ?? 0;
    for (const one of keys) entries.delete(one);
    settings.put({ name: "sent", number: before + keys.length });
  });
}
