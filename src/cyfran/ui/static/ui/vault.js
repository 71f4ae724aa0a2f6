// The encrypted store of a notebook on a phone. Each entry is encrypted by itself (AES-GCM) with a key that is wrapped
// twice: by the PIN (PBKDF2) and by a key the browser holds and never exports, so that a copied file alone cannot be
// attacked PIN by PIN. Nothing is reported as kept before the browser has written it to disk.

const NAME = "cyfran-notebook";
const ROUNDS = 600000;
const FREE_TRIES = 5;

let databasePromise = null;
let key = null; // only while the notebook is open

const promiseOf = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function database() {
  databasePromise ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("settings", { keyPath: "name" });
      request.result.createObjectStore("entries", { keyPath: "key" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); databasePromise = null; };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  return databasePromise;
}

// Run ``work`` in one transaction. It may only await requests to the database: awaiting anything else would end it.
async function inTransaction(mode, work) {
  const transaction = (await database()).transaction(["settings", "entries"], mode, { durability: "strict" });
  const committed = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const result = work(transaction.objectStore("settings"), transaction.objectStore("entries"));
  await committed;
  return result;
}

const readSetting = (name) => inTransaction("readonly", (settings) => promiseOf(settings.get(name)));

// --- Sealing ------------------------------------------------------------------------------------------------------

const AES = { name: "AES-GCM", length: 256 };
const bytes = (text) => new TextEncoder().encode(text);

async function sealBytes(content, withKey, label) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(label) }, withKey, content);
  return { iv, data };
}

const openBytes = ({ iv, data }, withKey, label) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(label) }, withKey, data);

const seal = (value, label) => sealBytes(bytes(JSON.stringify(value)), key, label);
const unseal = async (sealed, label) => JSON.parse(new TextDecoder().decode(await openBytes(sealed, key, label)));

async function keyOfPin(pin, salt, rounds) {
  const pinKey = await crypto.subtle.importKey("raw", bytes(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(algorithm, pinKey, AES, false, ["encrypt", "decrypt"]);
}

const asKey = (raw) => crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

// --- The lock -----------------------------------------------------------------------------------------------------

export const possible = () => Boolean(globalThis.isSecureContext && globalThis.indexedDB && globalThis.crypto?.subtle);
export const isOpen = () => key !== null;
export const lock = () => { key = null; };
export const exists = async () => Boolean(await readSetting("lock"));

export async function begin(pin) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const device = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  const inner = await sealBytes(raw, await keyOfPin(pin, salt, ROUNDS), "pin");
  const outer = await sealBytes(inner.data, device, "device");
  const wrapped = { name: "lock", salt, rounds: ROUNDS, device, iv: inner.iv, outer, wrong: 0, until: 0 };
  await inTransaction("readwrite", (settings) => settings.add(wrapped));
  key = await asKey(raw);
}

// Returns whether the PIN was right or, after many wrong ones, how many seconds to wait before the next try
export async function unlock(pin) {
  const lockRecord = await readSetting("lock");
  const wait = Math.ceil((lockRecord.until - Date.now()) / 1000);
  if (wait > 0) return { wait: Math.min(wait, 900) };
  const data = await openBytes(lockRecord.outer, lockRecord.device, "device");
  try {
    const raw = await openBytes({ iv: lockRecord.iv, data }, await keyOfPin(pin, lockRecord.salt, lockRecord.rounds), "pin");
    key = await asKey(raw);
    await inTransaction("readwrite", (settings) => settings.put({ ...lockRecord, wrong: 0, until: 0 }));
    return { right: true };
  } catch {
    const wrong = lockRecord.wrong + 1;
    const pause = wrong < FREE_TRIES ? 0 : Math.min(15 * 2 ** (wrong - FREE_TRIES), 900);
    await inTransaction("readwrite", (settings) => settings.put({ ...lockRecord, wrong, until: Date.now() + pause * 1000 }));
    return pause ? { wait: pause } : { right: false };
  }
}

export async function forget() {
  const connection = await database();
  key = null;
  connection.close();
  databasePromise = null;
  await promiseOf(indexedDB.deleteDatabase(NAME));
}

// --- What is kept -------------------------------------------------------------------------------------------------

export async function write(name, value) {
  const sealed = await seal(value, name);
  await inTransaction("readwrite", (settings) => settings.put({ name, sealed }));
}

export async function read(name) {
  const record = await readSetting(name);
  return record ? unseal(record.sealed, name) : null;
}

// Save an entry: a new one goes to the end, an existing one keeps its place
export async function keep(entry) {
  const sealed = await seal(entry, entry.key);
  await inTransaction("readwrite", async (_, entries) => {
    const existing = await promiseOf(entries.get(entry.key));
    entries.put({ key: entry.key, order: existing?.order ?? Date.now(), sealed });
  });
}

export const dropDraft = () => inTransaction("readwrite", (settings) => { settings.delete("draft"); });

export async function waiting() {
  const records = await inTransaction("readonly", (_, entries) => promiseOf(entries.getAll()));
  records.sort((a, b) => a.order - b.order);
  return Promise.all(records.map((record) => unseal(record.sealed, record.key)));
}

export async function entryWith(entryKey) {
  const record = await inTransaction("readonly", (_, entries) => promiseOf(entries.get(entryKey)));
  return record ? unseal(record.sealed, entryKey) : null;
}

export const numberWaiting = () => inTransaction("readonly", (_, entries) => promiseOf(entries.count()));
export const numberSent = async () => (await readSetting("sent"))?.number ?? 0;
export const takeOut = (entryKey) => inTransaction("readwrite", (_, entries) => { entries.delete(entryKey); });

// Delete entries that the site has confirmed and count them, in one transaction
export function settle(keys) {
  return inTransaction("readwrite", async (settings, entries) => {
    const sentBefore = (await promiseOf(settings.get("sent")))?.number ?? 0;
    for (const entryKey of keys) entries.delete(entryKey);
    settings.put({ name: "sent", number: sentBefore + keys.length });
  });
}
