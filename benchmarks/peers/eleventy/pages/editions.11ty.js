import { escape, site } from "../_includes/base.js";
import { full, iso, summary } from "../_includes/parts.js";

export const data = { permalink: "/editions/feed.xml" };

const text = ({ items }) =>
  items.map((item) => `<h2><a href="${site.url}${item.url}">${escape(item.data.title)}</a></h2>\n<p>${summary(item)}</p>`).join("\n");

export function render({ collections }) {
  const days = collections.days.slice(0, 20);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${site.url}/editions/feed.xml</id>
<title>${site.title}: editions</title>
<link rel="self" type="application/atom+xml" href="${site.url}/editions/feed.xml"/>
<link rel="alternate" type="text/html" href="${site.url}/archive/"/>
<updated>${iso(days[0].date)}</updated>
<author><name>${site.title}</name></author>
${days
  .map((day) => `<entry>
<id>${site.url}${day.url}</id>
<title>${full(day.date)}</title>
<link rel="alternate" type="text/html" href="${site.url}${day.url}"/>
<updated>${iso(day.date)}</updated>
<content type="html">${escape(text(day))}</content>
</entry>`)
  .join("\n")}
</feed>
`;
}
