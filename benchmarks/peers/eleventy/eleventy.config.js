// Plain JavaScript templates are the fastest that Eleventy has; Markdown is not run through another one first.
import markdownIt from "markdown-it";
import footnote from "markdown-it-footnote";
import { collect } from "./_includes/collect.js";

export default function (config) {
  config.setLibrary("md", markdownIt().use(footnote));
  config.setUseGitIgnore(false);
  config.addPassthroughCopy({ static: "/" });
  collect(config);
}

export const config = {
  dir: { input: ".", includes: "_includes", output: "output" },
  templateFormats: ["md", "11ty.js"],
  markdownTemplateEngine: false,
  htmlTemplateEngine: false,
};
