import { site } from "../_includes/base.js";
import { record } from "../_includes/parts.js";

export const data = {
  pagination: { data: "collections.feeds", size: 1, alias: "feed" },
  permalink: ({ feed }) => `${feed.url}feed.json`,
};

export function render({ feed }) {
  return `{
"version": "https://jsonfeed.org/version/1.1",
"title": ${JSON.stringify(site.title + (feed.name ? ": " + feed.name : ""))},
"home_page_url": "${site.url}${feed.url}",
"feed_url": "${site.url}${feed.url}feed.json",
"language": "en",
"items": [
${feed.items.slice(0, 20).map(record).join(",\n")}
]
}
`;
}
