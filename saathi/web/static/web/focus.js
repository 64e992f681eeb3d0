// After a form came back with mistakes, the summary is read first.
(() => {
  const box = document.querySelector("[data-focus]");
  if (box) box.focus();
})();
