// On a phone: remembers, until the tab closes, that the reader asked to see the child's name (a yes, never a name).
// On a desktop the name is shown at once, as the stylesheet does without script.
(() => {
  const who = document.querySelector("details[data-discreet]");
  if (!who) return;
  if (!matchMedia("(max-width: 40rem)").matches) {
    who.open = true;
    return;
  }
  if (sessionStorage.getItem("saathi-shown")) who.open = true;
  who.addEventListener("toggle", () => {
    if (who.open) sessionStorage.setItem("saathi-shown", "1");
    else sessionStorage.removeItem("saathi-shown");
  });
})();
