// The search: reads what lists show of all briefs, the newest first, and shows those that have every word.
(() => {
  const STEP = 20;
  const form = document.querySelector("form.search");
  const box = form.elements.q;
  const status = document.querySelector("[role=status]");
  const found = document.getElementById("found");
  const onward = document.querySelector(".onward");
  const row = document.querySelector("template").content;
  const language = form.dataset.language;
  const parts = form.dataset.parts.match(/\S+/g) ?? [];
  const read = new Map();
  let words = [];
  let hits;

  // A text as it is compared: small letters without accents, words between single spaces. Each sign is a word in
  // scripts that put no spaces between words.
  const fold = (text) => " " + text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/gu, " $& ")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  // What is wanted: the beginnings of words, and what stands between quotation marks as it is.
  const wanted = () => (box.value.match(/"[^"]+"|[^\s"]+/g) ?? []).map(fold).filter((words) => words.trim());

  const load = (url) => {
    if (!read.has(url)) {
      read.set(url, fetch(url).then(async (answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return (await answer.json()).map((brief) => {
          const names = [...brief.sources, ...brief.tags, brief.story, ...brief.authors];
          return { ...brief, text: fold([brief.title, brief.summary, ...names].join(" ; ")) };
        });
      }));
      read.get(url).catch(() => read.delete(url));
    }
    return read.get(url);
  };

  async function* search(all) {
    for (const url of parts) {
      for (const brief of await load(url)) {
        if (all.every((word) => brief.text.includes(word))) yield brief;
      }
    }
  }

  // A text with the words in it marked that begin as one of those that were looked for.
  const marked = (text) => text.split(/([\p{L}\p{M}\p{N}]+)/u).map((piece, at) => {
    if (at % 2 === 0 || !words.some((word) => fold(piece).startsWith(word))) return piece;
    const mark = document.createElement("mark");
    mark.textContent = piece;
    return mark;
  });

  const shown = (brief) => {
    const item = row.cloneNode(true);
    const places = [".day", "a", ".summary", ".from", ".tags"].map((name) => item.querySelector(name));
    const [day, link, summary, from, tags] = places;
    const time = Object.assign(document.createElement("time"), { dateTime: brief.day, textContent: brief.date });
    day.append(time);
    link.href = brief.url;
    link.append(...marked(brief.title));
    summary.append(...marked(brief.summary));
    if (brief.lang !== language) {
      for (const text of [link, summary]) Object.assign(text, { lang: brief.lang, dir: brief.dir });
    }
    from.append(...marked(brief.sources.join(", ")));
    tags.append(...marked(brief.tags.join(", ")));
    return item;
  };

  // Shows the next hits. Words that were typed meanwhile have hits of their own.
  const show = async () => {
    const mine = hits;
    let done = false;
    try {
      for (let step = 0; step < STEP && !done; step += 1) {
        const next = await mine.next();
        if (mine !== hits) return;
        if (next.done) done = true;
        else found.append(shown(next.value));
      }
    } catch {
      if (mine === hits) status.textContent = status.dataset.failed;
      return;
    }
    const count = found.children.length;
    const number = count.toLocaleString(language) + (done ? "" : "+");
    status.textContent = count ? status.dataset.found.replace("{}", number) : status.dataset.none;
    onward.hidden = done;
  };

  const begin = async () => {
    words = wanted();
    const address = new URL(location);
    if (box.value) address.searchParams.set("q", box.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    found.replaceChildren();
    onward.hidden = true;
    status.textContent = "";
    hits = search(words);
    if (words.length) await show();
  };

  let waiting;
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(begin, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    begin();
    box.blur();
  });
  onward.firstElementChild.addEventListener("click", async () => {
    const before = found.children.length;
    await show();
    found.children[before]?.querySelector("a").focus();
  });
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  begin();
})();
