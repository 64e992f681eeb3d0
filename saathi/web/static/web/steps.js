// The steps of a long form (data-steps) without asking the server: one part is shown at a time, nothing is sent or lost.
// Without it the same buttons send the form, which comes back at that step. The last look, "check", is always the server's.
// A button with data-add copies the <template> of that name in front of itself; data-drop removes what it is in.
(() => {
  const show = (form, code, hasMoved) => {
    const parts = [...form.querySelectorAll("[data-step]")];
    const shown = parts.find((part) => part.dataset.step === code);
    if (!shown) return false;
    for (const part of parts) part.hidden = part.dataset.step !== code;
    for (const button of form.querySelectorAll("[data-step-nav] button")) {
      if (button.value === code) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
    if (form.elements.step_now) form.elements.step_now.value = code;
    const forth = shown.querySelector("[data-forth]"), enter = form.querySelector("[data-enter]");
    if (forth && enter) enter.value = forth.value;
    if (hasMoved) {
      form.querySelector(".summary-box")?.remove();
      (shown.querySelector("legend") || shown).focus();
      form.scrollIntoView();
    }
    return true;
  };
  // A form with data-steps="phone" is in steps on a phone only; elsewhere all its parts are shown.
  const begin = () => {
    if (!matchMedia("(max-width: 40rem)").matches) return;
    for (const form of document.querySelectorAll("form[data-steps=phone]")) {
      const part = form.querySelector(".bad")?.closest("[data-step]") || form.querySelector("[data-step]");
      show(form, part.dataset.step, false);
    }
  };
  begin();
  document.addEventListener("saathi:shown", begin);
  // The copy of a row with its number in the place of __n__, in attributes and texts.
  const numbered = (part, number) => {
    for (const each of [part, ...part.querySelectorAll("*")]) {
      for (const { name, value } of each.attributes) each.setAttribute(name, value.replaceAll("__n__", number));
      for (const text of each.childNodes) if (text.nodeType === Node.TEXT_NODE) text.data = text.data.replaceAll("__n__", number);
    }
    return part;
  };
  // A link of the error summary opens the step and the fold of its field.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".summary-box a[href^='#']"), field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const part = field.closest("form[data-steps] [data-step]");
    if (part?.hidden) show(part.closest("form"), part.dataset.step, false);
  }, true);
  // <select data-hides="answer:field field">: this answer hides these fields, and a fold that has one; not one with an error.
  const hide = (select) => {
    const [answer, names] = (select?.dataset?.hides || "").split(":");
    for (const name of (names || "").split(" ")) {
      const field = name && select.form?.elements[name], part = field && (field.closest("details") || field.closest(".field"));
      if (part) part.hidden = select.value === answer && !part.querySelector(".bad") && !part.matches(".bad");
    }
  };
  const hideAll = () => document.querySelectorAll("select[data-hides]").forEach(hide);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", hideAll);
  else hideAll();
  document.addEventListener("saathi:shown", hideAll);
  // <select data-opens="answer:field">: this answer opens the fold of that field of the form.
  document.addEventListener("change", (event) => {
    hide(event.target);
    const [answer, name] = (event.target.dataset?.opens || "").split(":");
    if (!name || event.target.value !== answer) return;
    const fold = event.target.form?.elements[name]?.closest("details");
    if (fold) fold.open = true;
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("form[data-steps] button[name=step], button[data-add], button[data-drop]");
    if (!button || button.value === "check") return;
    if (button.dataset.add) {
      const template = document.getElementById(button.dataset.add);
      const place = button.closest("[data-adds]");
      const numbers = [...place.parentElement.children].map((part) => Number(part.dataset.number) || 0);
      const part = numbered(template.content.firstElementChild.cloneNode(true), 1 + Math.max(0, ...numbers));
      place.before(part);
      part.dispatchEvent(new Event("saathi:added", { bubbles: true }));
      (part.matches("input") ? part : part.querySelector("input:not([type=hidden])"))?.focus();
      event.preventDefault();
    } else if (button.dataset.drop !== undefined) {
      button.closest("[data-number]").remove();
      event.preventDefault();
    } else if (show(button.form, button.value, true)) event.preventDefault();
  });
})();
