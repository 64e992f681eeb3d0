// Sends a form marked data-keep without leaving the page, so that a lost connection loses nothing that was typed.
// The server answers 204 with X-Saathi-To (where to go next), or a whole page (errors, or an edit conflict).
(() => {
  // Two round trips and a full form on 50 kbit/s, with room to spare.
  const WAIT = 60000;
  const say = (form, text) => {
    let place = form.querySelector("[data-say]");
    if (!place) {
      place = document.createElement("p");
      place.dataset.say = "";
      place.className = "sending";
      place.setAttribute("role", "status");
      form.append(place);
    }
    place.textContent = text;
  };
  // Kept on the device if possible; else the text stays on the page, and keep.js warns before it is lost.
  const unsent = async (form, submitter, isBroken, isOut) => {
    const kept = await window.saathiUnsent?.keep(form, submitter, isBroken).catch(() => "");
    say(form, isBroken ? document.body.dataset.broken : kept || document.body.dataset.unsent);
    if (kept && isOut) sessionStorage.setItem("saathi-form-waits", "1");
    document.dispatchEvent(new Event("saathi:unsent"));
    // For keep.js: it is still unsaved.
    if (!kept) form.dispatchEvent(new Event("input", { bubbles: true }));
  };
  // A form may stand beside the page as well as in it: both are replaced, and what stays may be sent again.
  const show = (html, form) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    if (!fresh.querySelector("main")) return false;
    for (const part of ["main", ".page > aside"]) {
      const [old, newer] = [document.querySelector(part), fresh.querySelector(part)];
      if (old && newer) old.replaceWith(newer);
      else if (old) old.replaceChildren();
    }
    document.title = fresh.title;
    document.dispatchEvent(new Event("saathi:shown"));
    if (form.isConnected) say(form, "");
    document.dispatchEvent(new Event("saathi:unsent"));
    scrollTo(0, 0);
    (document.querySelector(":is(main, .page > aside) [data-focus]") || document.querySelector("main")).focus();
    return true;
  };
  // The scripts of forms are loaded after the page.
  addEventListener("load", () => {
    const src = document.body.dataset.forms;
    if (src && !window.saathiUnsent) document.head.append(Object.assign(document.createElement("script"), { src }));
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-keep]") || event.defaultPrevented) return;
    event.preventDefault();
    const words = document.body.dataset;
    const body = new FormData(form, event.submitter);
    say(form, words.sending);
    try {
      const answer = await (window.saathiUpload?.(form, body, say) || fetch(form.getAttribute("action") || location.href, {
        method: "POST",
        body,
        headers: { "X-Saathi-Send": "1" },
        signal: AbortSignal.timeout(WAIT),
      }));
      const to = answer.headers.get("X-Saathi-To");
      const isOut = /^\/(account\/(?!pin\/)|unlock)/.test(to || "");
      if (to) {
        // Signed out meanwhile: sent after the next sign-in. Choosing a PIN is no sign-in.
        if (isOut) await unsent(form, event.submitter, false, true);
        else {
          form.dispatchEvent(new CustomEvent("saathi:saved", { bubbles: true, detail: to }));
          await window.saathiUnsent?.forget(form.elements.form_key?.value || "").catch(() => {});
        }
        window.saathiLeaving = true;
        location.assign(to);
      } else if (answer.status === 403 || answer.status >= 500) {
        await unsent(form, event.submitter, answer.status === 500);
      } else if (!show(await answer.text(), form)) {
        await unsent(form, event.submitter);
      }
    } catch {
      await unsent(form, event.submitter);
    }
  });
})();
