// Each test begins with an empty page and an empty store.
beforeEach(() => {
  document.body.replaceChildren();
  document.documentElement.lang = "zh-CN";
  localStorage.clear();
});

/** Put HTML into the page as a browser does: an element is connected when its children are there. */
globalThis.render = (html: string) => {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  document.body.replaceChildren(...holder.childNodes);
};
