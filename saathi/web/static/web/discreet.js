// Remembers, until the tab closes, that this person asked to see who the child is. Keeps a yes, never a name.
(() => {
  const who = document.querySelector("details[data-discreet]");
  if (!who) return;
  if (sessionStorage.getItem("saathi-shown")) who.open = true;
  who.addEventListener("toggle", () => {
    if (who.open) sessionStorage.setItem("saathi-shown", "1");
    else sessionStorage.removeItem("saathi-shown");
  });
})();
