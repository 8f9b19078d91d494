// After an answer the eye and the screen reader go where the news is: to [data-focus], which the
// server puts on feedback, and on what is faulty in a form.
const calm = matchMedia("(prefers-reduced-motion: reduce)");

function attend(root) {
  const news = root.querySelector("[data-focus]");
  if (!news) return false;
  news.focus({ preventScroll: true });
  const isStill = calm.matches || document.documentElement.dataset.motion === "off";
  news.scrollIntoView({ block: "nearest", behavior: isStill ? "instant" : "smooth" });
  return true;
}

document.addEventListener("DOMContentLoaded", () => attend(document));
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target;
  attend(target?.isConnected ? target : document);
});
