"use strict";
// Puts the figures of now in the place of those of a moment ago. Everything in them was escaped by the server.
(() => {
  const place = document.getElementById("live");
  if (!place) {
    return;
  }
  const note = document.getElementById("live-note");
  const EVERY_MS = 3000;
  const AFTER_FAILURE_MS = 10000;

  const show = async () => {
    let wait = EVERY_MS;
    try {
      if (!document.hidden) {
        const answer = await fetch(place.dataset.from, { credentials: "same-origin", redirect: "error" });
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const open = Array.from(place.querySelectorAll("details"), (details) => details.open);
        place.replaceChildren(...page.body.childNodes);
        place.querySelectorAll("details").forEach((details, at) => {
          details.open = open[at] === true;
        });
        note.textContent = "It goes on by itself, every 3 seconds.";
      }
    } catch (failed) {
      note.textContent = "It can’t be brought up to date for the moment; load the page again if that goes on.";
      wait = AFTER_FAILURE_MS;
    }
    setTimeout(show, wait);
  };
  setTimeout(show, EVERY_MS);
})();
