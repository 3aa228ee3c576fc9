import { escape, page } from "../_includes/base.js";

export const data = {
  pagination: { data: "lists", size: 1, alias: "list" },
  lists: [
    { collection: "topics", title: "Topics", url: "/tags/" },
    { collection: "sources", title: "Sources", url: "/sources/" },
  ],
  permalink: ({ list }) => list.url,
};

export function render({ list, collections }) {
  const items = collections[list.collection].map(
    ({ name, url, items }) => `<li><a href="${url}">${escape(name)}</a> <span class="count">${items.length} briefs</span></li>`,
  );
  return page(list, `<h1>${list.title}</h1>
<ul class="topics">
${items.join("\n")}
</ul>`);
}
