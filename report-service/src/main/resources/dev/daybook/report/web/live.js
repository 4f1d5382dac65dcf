"use strict";
// Puts the figures of now in the place of those of a moment ago. Everything in them was escaped by the server.
(() => {
  const place = document.getElementById("live");
  if (!place) {
    return;
  }
  const note = document.getElementById("live-note");
  const pause = document.getElementById("live-pause");
  const EVERY_MS = 3000;
  const AFTER_FAILURE_MS = 10000;
  let paused = false;

  // Screen readers read it out whenever it is set, so it is set only when it says something else.
  const say = (text) => {
    if (note.textContent !== text) {
      note.textContent = text;
    }
  };

  const replace = (nodes) => {
    const open = Array.from(place.querySelectorAll("details"), (details) => details.open);
    const tag = place.contains(document.activeElement) ? document.activeElement.localName : null;
    const at = tag === null ? -1 : Array.from(place.querySelectorAll(tag)).indexOf(document.activeElement);
    place.replaceChildren(...nodes);
    place.querySelectorAll("details").forEach((details, number) => {
      details.open = open[number] === true;
    });
    // Whoever is at something with the keyboard stays at it.
    if (at >= 0) {
      place.querySelectorAll(tag)[at]?.focus({ preventScroll: true });
    }
  };

  const show = async () => {
    let wait = EVERY_MS;
    try {
      if (!document.hidden && !paused) {
        // As a page, so that an ended session answers with the way to the sign-in page and not with a browser's own dialog.
        const answer = await fetch(place.dataset.from, {
          credentials: "same-origin",
          headers: { Accept: "text/html" },
          redirect: "manual",
        });
        if (answer.type === "opaqueredirect") {
          location.reload();
          return;
        }
        if (!answer.ok) {
          throw new Error(String(answer.status));
        }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (!paused) {
          replace(page.body.childNodes);
          say("It goes on by itself, every 3 seconds.");
        }
      }
    } catch (failed) {
      say("It can’t be brought up to date for the moment; load the page again if that goes on.");
      wait = AFTER_FAILURE_MS;
    }
    setTimeout(show, wait);
  };

  pause.hidden = false;
  pause.addEventListener("click", () => {
    paused = !paused;
    pause.textContent = paused ? "Go on" : "Pause";
    say(paused ? "It stands still until you have it go on." : "It goes on by itself, every 3 seconds.");
  });
  setTimeout(show, EVERY_MS);
})();
