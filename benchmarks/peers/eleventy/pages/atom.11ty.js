import { escape, site } from "../_includes/base.js";
import { entry, iso } from "../_includes/parts.js";

export const data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.url}feed.xml`,
};

export function render({ feed }) {
  const items = feed.items.slice(0, 20);
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>${site.url}${feed.url}</id>
<title>${site.title}${feed.name ? ": " + escape(feed.name) : ""}</title>
<link rel="self" type="application/atom+xml" href="${site.url}${feed.url}feed.xml"/>
<link rel="alternate" type="text/html" href="${site.url}${feed.url}"/>
<updated>${iso(items[0].date)}</updated>
<author><name>${site.title}</name></author>
${items.map(entry).join("\n")}
</feed>
`;
}
