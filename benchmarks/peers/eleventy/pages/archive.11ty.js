import { page } from "../_includes/base.js";
import { month as name } from "../_includes/parts.js";

export const data = { permalink: "/archive/" };

const register = ({ key, url, months }) => `<section class="register">
<h2><a href="${url}">${key}</a></h2>
<ul>
${months
  .toReversed()
  .map((month) => `<li><a href="${month.url}">${name(month.date)}</a> <span class="count">${month.items.length} briefs</span></li>`)
  .join("\n")}
</ul>
</section>`;

export function render({ collections }) {
  return page({ title: "Archive", url: "/archive/" }, `<h1>Archive</h1>
${collections.years.map(register).join("\n")}`);
}
