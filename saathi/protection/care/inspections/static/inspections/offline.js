// Opens the checklist of an inspection again where there is no connection: empty, as `checklist.js` stored it. It holds the
// published criteria and the ids of their forms, and nothing that anyone entered. All else is loaded as without this script.
const CHECKLIST = /^\/inspections\/[0-9a-f-]{36}\/checklist\/$/;
const PATIENCE = 15000; // as long as a page may take on a weak line before the stored one is shown
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && CHECKLIST.test(pathname)) event.respondWith(open(request, pathname));
  else if (pathname.startsWith("/static/")) event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
});
const open = async (request, pathname) => {
  const asked = fetch(request);
  const late = new Promise((done) => { setTimeout(done, PATIENCE); });
  const answer = await Promise.race([asked.catch(() => null), late]);
  return answer || (await caches.match(pathname)) || asked;
};
