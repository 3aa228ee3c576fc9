import { page } from "../_includes/base.js";
import { card, dayHeading } from "../_includes/parts.js";

export const data = { permalink: "/" };

export function render({ collections }) {
  const shown = [];
  for (let room = 30, at = 0; room > 0 && at < collections.days.length; at++) {
    shown.push(collections.days[at]);
    room -= collections.days[at].items.length;
  }
  const editions = shown.map((day) => `<section class="edition">
${dayHeading(day)}
${day.items.map(card).join("\n")}
</section>`);
  return page({ url: "/" }, `${editions.join("\n")}
<p class="onward"><a href="/archive/">All editions in the archive</a></p>`);
}
