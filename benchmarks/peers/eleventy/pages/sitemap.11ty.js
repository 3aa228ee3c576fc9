import { site } from "../_includes/base.js";
import { iso } from "../_includes/parts.js";

export const data = { permalink: "/sitemap.xml" };

export function render({ collections: { briefs, days, months, years, parts } }) {
  const plain = ["/", "/archive/", "/tags/", "/sources/"].map((url) => ({ url, date: briefs[0].date }));
  const dated = [...plain, ...briefs, ...days, ...months, ...years, ...parts.map(({ url, items }) => ({ url, date: items[0].date }))];
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${dated.map(({ url, date }) => `<url><loc>${site.url}${url}</loc><lastmod>${iso(date)}</lastmod></url>`).join("\n")}
</urlset>
`;
}
