"""The data stored on a device, read in its browser: all stores as text, and the number of waiting forms."""

DUMP = """async () => {
  const texts = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), JSON.stringify(await caches.keys())];
  for (const { name } of await indexedDB.databases()) {
    const base = await new Promise((done) => { const r = indexedDB.open(name); r.onsuccess = () => done(r.result); });
    for (const store of base.objectStoreNames) {
      const rows = await new Promise((done) => { const r = base.transaction(store).objectStore(store).getAll(); r.onsuccess = () => done(r.result); });
      for (const row of rows) for (const [key, value] of Object.entries(row)) {
        const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : ArrayBuffer.isView(value) ? value : null;
        texts.push(key, bytes ? new TextDecoder("latin1").decode(bytes) + new TextDecoder("utf-16").decode(bytes.slice(0, bytes.length & ~1)) : String(value));
      }
    }
    base.close();
  }
  return texts.join("\\n");
}"""
WAITING = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "saathi")) return 0;
  const base = await new Promise((done) => { const r = indexedDB.open("saathi"); r.onsuccess = () => done(r.result); });
  const count = await new Promise((done) => { const r = base.transaction("unsent").objectStore("unsent").count(); r.onsuccess = () => done(r.result); });
  base.close();
  return count;
}"""
