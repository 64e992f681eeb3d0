// Back to the form of a new record that was saved: it gets its used key again, which leads to that record and
// makes no second. Remembered in this tab, until the sign-out: the form's key and where it led, by the page of the form.
(() => {
  const SAVED = "saathi-saved";
  const MOST = 20;
  const read = () => JSON.parse(sessionStorage.getItem(SAVED) || "{}");
  const write = (saved) => {
    try {
      sessionStorage.setItem(SAVED, JSON.stringify(saved));
    } catch { /* a browser that stores nothing */ }
  };
  document.addEventListener("saathi:saved", ({ target: form, detail: to }) => {
    const key = form.elements.form_key?.value;
    if (!key || form.elements.version?.value) return;
    const kept = Object.entries(read()).slice(1 - MOST);
    write(Object.fromEntries([...kept, [location.pathname, { key, to, action: form.getAttribute("action") }]]));
  });

  if (!document.body.dataset.lockAfter) {
    sessionStorage.removeItem(SAVED); // signed out: the next person learns no address here
    return;
  }
  const saved = read();
  const one = saved[location.pathname];
  if (!one) return;
  if (performance.getEntriesByType("navigation")[0]?.type === "navigate") {
    delete saved[location.pathname];
    write(saved);
    return;
  }
  const form = [...document.querySelectorAll("form[data-keep]")].find((each) => each.getAttribute("action") === one.action && each.elements.form_key && !each.elements.version?.value);
  if (!form) return;
  form.elements.form_key.value = one.key;
  const { saved: text, savedLink, savedNew } = document.body.dataset;
  const line = Object.assign(document.createElement("p"), { className: "flash warning", textContent: `${text} ` });
  line.setAttribute("role", "status");
  const link = (href, words) => Object.assign(document.createElement("a"), { href, textContent: words });
  line.append(link(one.to, savedLink), " · ", link(location.pathname + location.search, savedNew));
  form.prepend(line);
})();
