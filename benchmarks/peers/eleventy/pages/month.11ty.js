import { escape, page } from "../_includes/base.js";
import { dayHeading, month as name, turn } from "../_includes/parts.js";

export const data = { pagination: { data: "collections.months", size: 1, alias: "month" }, permalink: ({ month }) => month.url };

const register = (day) => `<section class="register">
${dayHeading(day)}
<ul>
${day.items.map(({ url, data }) => `<li><a href="${url}">${escape(data.title)}</a></li>`).join("\n")}
</ul>
</section>`;

export function render({ month }) {
  const { key, url, date, days, newer, older } = month;
  return page(
    { title: key, url },
    `<h1>${name(date)}</h1>
${days.map(register).join("\n")}
<p class="onward"><a href="${url.slice(0, 6)}">${key.slice(0, 4)}</a></p>
${turn(newer, older)}`,
  );
}
