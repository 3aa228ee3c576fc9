import { page } from "../_includes/base.js";

export const data = { permalink: "/404.html" };

export function render() {
  return page(
    { title: "Page not found", url: "/404.html" },
    `<h1>Page not found</h1>
<p>There is nothing at this address. The archive lists every brief.</p>
<p class="onward"><a href="/archive/">Archive</a></p>`,
  );
}
