import { escape, page, site } from "./base.js";
import { full, moment, summary as summarise, tags, turn } from "./parts.js";

export function render(data) {
  const { title, reports, topics, newer, older } = data;
  const { url, date, rawInput } = data.page;
  const summary = summarise({ data, rawInput });
  const head = `<meta name="description" content="${summary}">
<meta property="og:type" content="article">
<meta property="og:title" content="${escape(title)}">
<meta property="og:url" content="${site.url}${url}">
<meta property="og:description" content="${summary}">
`;
  return page(
    { title, url, head },
    `<article class="brief">
<header><h1>${escape(title)}</h1></header>
<p class="meta">${moment(date, data.timed)}</p>
<p class="meta">Source${reports.length > 1 ? "s" : ""}: ${reports.map((report) => `<a href="${report.url}">${escape(report.name)}</a>`).join(", ")}</p>
<div class="text">
${data.content}</div>
<footer>
${tags(topics)}
<p class="meta">In the edition of <a href="${url.slice(0, 12)}">${full(date)}</a></p>
</footer>
</article>
${turn(newer, older)}`,
  );
}
