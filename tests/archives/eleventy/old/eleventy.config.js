export const config = {
  dir: { input: "src", includes: "_includes" }, // relative to this file
  pathPrefix: "/digest/",
};

export default function (eleventyConfig) {
  eleventyConfig.addPassthroughCopy({ "public": "/" });
}
