import { page } from "../_includes/base.js";
import { month as name, turn } from "../_includes/parts.js";

export const data = { pagination: { data: "collections.years", size: 1, alias: "year" }, permalink: ({ year }) => year.url };

const register = (month) => `<section class="register">
<h2><a href="${month.url}">${name(month.date)}</a></h2>
<ol class="days">
${month.days
  .toReversed()
  .map(({ url, key, items }) => `<li><a href="${url}"><time datetime="${key}">${key.slice(8)}</time><span> ${items.length} briefs</span></a></li>`)
  .join("\n")}
</ol>
</section>`;

export function render({ year }) {
  const { key, url, months, newer, older } = year;
  return page({ title: key, url }, `<h1>${key}</h1>
${months.toReversed().map(register).join("\n")}
${turn(newer, older)}`);
}
