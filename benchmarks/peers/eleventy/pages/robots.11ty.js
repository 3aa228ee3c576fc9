import { site } from "../_includes/base.js";

export const data = { permalink: "/robots.txt" };

export function render() {
  return `User-agent: *
Allow: /

Sitemap: ${site.url}/sitemap.xml
`;
}
