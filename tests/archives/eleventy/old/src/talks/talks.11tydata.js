module.exports = { permalink: (data) => `/talks/${data.page.fileSlug}/` };
