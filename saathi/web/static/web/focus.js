// Moves the focus to the error summary after a form was returned with errors.
(() => {
  const box = document.querySelector("[data-focus]");
  if (box) box.focus();
})();
