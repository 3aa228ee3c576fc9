// Pieces of pages. What is made of a brief is made once.
import { escape, site } from "./base.js";
import { slug } from "./collect.js";

const style = (options) => {
  const format = new Intl.DateTimeFormat("en", { timeZone: "UTC", ...options });
  return (date) => format.format(date);
};
export const full = style({ dateStyle: "full" });
export const short = style({ dateStyle: "medium" });
export const month = style({ month: "long", year: "numeric" });
export const iso = (date) => date.toISOString().replace(".000", "");

const once = (make) => {
  const made = new WeakMap();
  return (brief) => {
    if (!made.has(brief)) made.set(brief, make(brief));
    return made.get(brief);
  };
};

export const moment = (date, timed) =>
  `<time datetime="${iso(date)}">${short(date)}${timed ? ", " + date.toISOString().slice(11, 16) : ""}</time>`;

export const tags = (topics) => `<ul class="tags">
${topics.map((name) => `<li><a href="/tags/${slug(name)}/">${escape(name)}</a></li>`).join("\n")}
</ul>`;

// A brief's own summary, else the start of its first paragraph without markup.
export const summary = once(({ data, rawInput }) => {
  if (data.summary) return escape(data.summary);
  const plain = rawInput.trim().split("\n\n", 1)[0].replace(/\[\^1\]|\]\([^)]*\)|[*[]/g, "");
  return escape(plain.length > 240 ? plain.slice(0, plain.lastIndexOf(" ", 239)) + "…" : plain);
});

export const card = once((item) => {
  const { url, date, data } = item;
  const sources = data.reports.map(({ name }) => `<a href="/sources/${slug(name)}/">${escape(name)}</a>`);
  return `<article class="card">
<h2><a href="${url}">${escape(data.title)}</a></h2>
<p>${summary(item)}</p>
<p class="meta">${moment(date, data.timed)} · ${sources.join(", ")}</p>
${tags(data.topics)}
</article>`;
});

const link = (to, rel, text) => (to ? `<a rel="${rel}" href="${to.url}">${text}<span>${escape(to.title ?? to.key ?? to.data.title)}</span></a>` : "");
export const turn = (newer, older) => `<nav class="turn" aria-label="Newer and older">
${link(newer, "next", "Newer")}
${link(older, "prev", "Older")}
</nav>`;

export const dayHeading = ({ url, key, date }) => `<h2><a href="${url}"><time datetime="${key}">${full(date)}</time></a></h2>`;

const text = once((item) => item.content.replaceAll('="/', `="${site.url}/`));

export const entry = once((item) => `<entry>
<id>${site.url}${item.url}</id>
<title>${escape(item.data.title)}</title>
<link rel="alternate" type="text/html" href="${site.url}${item.url}"/>
<published>${iso(item.date)}</published>
<updated>${iso(item.date)}</updated>
${item.data.topics.map((name) => `<category term="${escape(name)}"/>`).join("\n")}
${item.data.reports.map(({ name, url }) => `<link rel="via" href="${url}" title="${escape(name)}"/>`).join("\n")}
<summary>${summary(item)}</summary>
<content type="html">${escape(text(item))}</content>
</entry>`);

export const record = once((item) =>
  JSON.stringify({
    id: site.url + item.url,
    url: site.url + item.url,
    external_url: item.data.reports[0].url,
    title: item.data.title,
    summary: summary(item),
    tags: item.data.topics,
    language: "en",
    date_published: iso(item.date),
    date_modified: iso(item.date),
    content_html: text(item),
  }),
);
