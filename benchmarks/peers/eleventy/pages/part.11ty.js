import { escape, page } from "../_includes/base.js";
import { card, short, turn } from "../_includes/parts.js";

export const data = { pagination: { data: "collections.parts", size: 1, alias: "part" }, permalink: ({ part }) => part.url };

export function render({ part }) {
  const { topic, number, url, items, newer, older } = part;
  const title = number ? `${topic.name}, page ${number + 1}` : topic.name;
  const first = topic.items.at(-1).date;
  const meta = `<p class="meta">${topic.items.length} briefs, the first on ${short(first)} · <a href="${url}feed.xml">Atom feed</a></p>\n`;
  return page({ title, url }, `<h1>${escape(title)}</h1>
${number ? "" : meta}${items.map(card).join("\n")}
${turn(newer, older)}`);
}
