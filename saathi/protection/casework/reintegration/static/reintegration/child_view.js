// The child view shows one question at a time and plays its recording. A question without one is read aloud by the
// browser's own voice, marked as a draft, if it has one for the language. Without this script all questions are on one page.
// Nothing is stored on the device.
(() => {
  const form = document.querySelector("[data-child-view]");
  if (!form) return;
  const questions = [...form.querySelectorAll("[data-question]")];
  const [back, next, finish, choose] = ["back", "next", "finish", "choose"].map((name) => form.querySelector(`[data-${name}]`));
  const { voice } = form.dataset;
  const speech = window.speechSynthesis;
  const language = voice.slice(0, 2);
  const known = () => speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));
  const speak = (text) => {
    const found = known();
    if (!found) return;
    speech.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.voice = found;
    words.lang = voice;
    words.rate = 0.85;
    speech.speak(words);
  };
  const isAnswered = (question) => Boolean(question.querySelector(":checked"));
  let at = Math.max(0, questions.findIndex((question) => question.querySelector(".mistake")));
  // Without a recording and without a voice for the language there is no button that does nothing. Only the voice of the
  // device is marked as a draft.
  const offer = () => {
    const isKnown = Boolean(known());
    for (const question of questions) {
      question.querySelector("[data-listen]").hidden = !question.dataset.sound && !isKnown;
    }
    document.querySelector("[data-draft]").hidden = !isKnown || Boolean(questions[at].dataset.sound);
  };
  offer();
  speech?.addEventListener?.("voiceschanged", offer);
  let playing = null;
  const silence = () => {
    speech?.cancel();
    playing?.pause();
    playing = null;
  };
  const play = (address) => {
    silence();
    playing = new Audio(address);
    playing.play().catch(() => {});
  };
  const show = () => {
    questions.forEach((question, place) => { question.hidden = place !== at; });
    back.hidden = at === 0;
    next.hidden = at === questions.length - 1;
    finish.hidden = at !== questions.length - 1;
    choose.hidden = true;
    offer();
  };
  const go = (step) => {
    if (step > 0 && !isAnswered(questions[at])) {
      choose.hidden = false;
      return;
    }
    silence();
    at += step;
    show();
    questions[at].querySelector("input").focus();
  };
  back.addEventListener("click", () => go(-1));
  next.addEventListener("click", () => go(1));
  form.addEventListener("submit", (event) => {
    if (questions.every(isAnswered)) return;
    event.preventDefault();
    at = questions.findIndex((question) => !isAnswered(question));
    show();
    choose.hidden = false;
  });
  for (const question of questions) {
    const faces = [...question.querySelectorAll("label span")].map((each) => each.textContent);
    const text = [question.querySelector("legend").textContent, ...faces].join(". ");
    question.querySelector("[data-listen]").addEventListener("click", () => {
      if (question.dataset.sound) play(question.dataset.sound);
      else speak(text);
    });
  }
  show();
})();
