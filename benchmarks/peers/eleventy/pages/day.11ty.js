import { page } from "../_includes/base.js";
import { card, full, month, turn } from "../_includes/parts.js";

export const data = { pagination: { data: "collections.days", size: 1, alias: "day" }, permalink: ({ day }) => day.url };

export function render({ day }) {
  const { key, url, date, items, newer, older } = day;
  return page(
    { title: key, url },
    `<h1><time datetime="${key}">${full(date)}</time></h1>
${items.map(card).join("\n")}
<p class="onward"><a href="${url.slice(0, 9)}">${month(date)}</a></p>
${turn(newer, older)}`,
  );
}
