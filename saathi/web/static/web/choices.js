// Long lists (data-search) get a search line in place of the list, which stays and is what the form sends. A list of
// districts offers only those of the country chosen in the list beside it; a filter offers all until one is chosen.
(() => {
  let count = 0;
  const words = document.body.dataset;
  const plain = (text) => text.trim().toLocaleLowerCase();
  const newLine = (id, list) => {
    const line = Object.assign(document.createElement("input"), { type: "text", id, autocomplete: "off", placeholder: words.search });
    const offered = Object.assign(document.createElement("datalist"), { id: `searched-${++count}` });
    for (const name of ["aria-describedby", "aria-invalid"]) if (list.hasAttribute(name)) line.setAttribute(name, list.getAttribute(name));
    line.setAttribute("list", offered.id);
    line.dataset.searched = "";
    return { line, offer: (texts) => offered.replaceChildren(...texts.map((text) => new Option("", text))), offered };
  };
  // Two places of one name are distinguished by the country, or by their code.
  const textOf = (option, all) => {
    const alike = all.filter((each) => each.text === option.text);
    if (alike.length < 2) return option.text;
    const group = option.parentElement.label;
    return alike.filter((each) => each.parentElement.label === group).length > 1 ? `${option.text} (${option.value})` : `${option.text}, ${group}`;
  };
  // Enter in a search line chooses the entry; it never sends the form.
  const chooseOnEnter = (line, choose) => line.addEventListener("keypress", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    choose();
  });
  const searchOne = (list) => {
    const { line, offer, offered } = newLine(list.id, list);
    const options = () => [...list.options].filter((option) => option.value);
    const show = () => {
      line.value = list.value ? textOf(list.selectedOptions[0], options()) : "";
      say("");
    };
    const mistake = Object.assign(document.createElement("p"), { className: "mistake", textContent: words.searchAgain, hidden: true });
    mistake.setAttribute("role", "alert");
    const say = (text) => {
      mistake.hidden = !text;
      if (text) { line.setAttribute("aria-invalid", "true"); line.dataset.wrong = ""; }
      else if ("wrong" in line.dataset) { line.removeAttribute("aria-invalid"); delete line.dataset.wrong; }
    };
    const pick = (hasLeft) => {
      const typed = plain(line.value), all = options();
      let found = all.find((option) => plain(textOf(option, all)) === typed);
      if (!found && typed && hasLeft) {
        const near = all.filter((option) => plain(option.text).startsWith(typed));
        if (near.length === 1) [found] = near;
      }
      const value = found ? found.value : "";
      if (typed && !found && !hasLeft) return;
      if (value !== list.value && (value || list.querySelector("option[value='']"))) {
        list.value = value;
        list.dispatchEvent(new Event("change", { bubbles: true }));
      }
      if (typed && !found) say(words.searchAgain);
      else if (hasLeft) show();
    };
    list.id += "_list";
    list.style.cssText = "position:absolute;inline-size:1px;min-block-size:0;block-size:1px;padding:0;border:0;clip-path:inset(50%)";
    list.tabIndex = -1;
    list.setAttribute("aria-hidden", "true");
    list.before(line, offered, mistake);
    line.addEventListener("focus", () => {
      const all = options();
      offer(all.map((option) => textOf(option, all)));
      line.select();
    });
    line.addEventListener("input", () => pick(false));
    line.addEventListener("change", () => pick(true));
    chooseOnEnter(line, () => pick(true));
    list.addEventListener("change", () => { if (document.activeElement !== line) show(); });
    list.addEventListener("saathi:offered", (event) => {
      line.placeholder = event.detail;
      line.disabled = !options().length;
      show();
    });
    show();
  };
  const searchSeveral = (box) => {
    const labels = [...box.children].filter((each) => each.matches("label"));
    const first = Number(box.querySelector("input").dataset.search) || 0;
    const { line, offer, offered } = newLine(`${labels[0].htmlFor}_search`, box);
    const name = (label) => label.textContent.trim();
    const all = Object.assign(document.createElement("button"), { type: "button", className: "btn plain", textContent: `${words.showAll} (${labels.length})` });
    const row = document.createElement("div");
    row.className = "search-several";
    row.append(line, offered, all);
    line.setAttribute("aria-label", words.search);
    const draw = () => labels.forEach((label, place) => { label.hidden = place >= first && !label.querySelector("input").checked; });
    box.dataset.searching = "";
    box.before(row);
    draw();
    line.addEventListener("focus", () => offer(labels.filter((label) => !label.querySelector("input").checked).map(name)));
    const pick = (isEntered) => {
      const typed = plain(line.value);
      let found = labels.find((label) => plain(name(label)) === typed);
      if (!found && typed && isEntered) {
        const near = labels.filter((label) => plain(name(label)).startsWith(typed));
        if (near.length === 1) [found] = near;
      }
      if (!found) return;
      found.hidden = false;
      found.querySelector("input").checked = true;
      found.querySelector("input").dispatchEvent(new Event("input", { bubbles: true }));
      line.value = "";
    };
    line.addEventListener("input", () => pick(false));
    chooseOnEnter(line, () => pick(true));
    all.addEventListener("click", () => {
      labels.forEach((label) => { label.hidden = false; });
      all.remove();
    });
    box.addEventListener("change", (event) => { if (event.target.checked) event.target.closest("label").hidden = false; });
  };
  const followCountry = (list) => {
    const country = list.form?.elements[list.name.replace(/district$/, "country")];
    const groups = [...list.querySelectorAll("optgroup")];
    if (!groups.length || country?.tagName !== "SELECT") return;
    const isFilter = list.form.method === "get";
    const draw = () => {
      const own = list.value && list.selectedOptions[0].parentElement.label;
      const chosen = country.value ? country.selectedOptions[0].text : own;
      for (const group of groups) {
        if (group.label === chosen || (isFilter && !country.value)) list.append(group);
        else group.remove();
      }
      list.dispatchEvent(new CustomEvent("saathi:offered", { detail: chosen || isFilter ? words.search : words.country }));
    };
    country.addEventListener("change", draw);
    list.dataset.follows = "";
    draw();
  };
  const prepare = (part) => {
    const lists = [...part.querySelectorAll("select[data-search]:not([aria-hidden])")];
    const districts = [...part.querySelectorAll("select[name$=district]:not([data-follows])")];
    lists.forEach(searchOne);
    districts.forEach(followCountry);
    for (const box of part.querySelectorAll(".choices:not([data-searching])")) {
      if (box.querySelector(":scope > label > input[data-search]")) searchSeveral(box);
    }
  };
  document.addEventListener("submit", (event) => {
    const wrong = event.target.querySelector("[data-wrong]");
    if (!wrong || event.submitter?.formNoValidate) return;
    event.preventDefault();
    event.stopPropagation();
    wrong.focus();
  }, true);
  document.addEventListener("saathi:shown", () => prepare(document));
  document.addEventListener("saathi:added", (event) => prepare(event.target));
  prepare(document);
})();
