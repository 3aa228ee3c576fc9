// What all pages share.
export const site = { title: "Benchmark Digest", url: "https://digest.example.org", description: "Invented briefs about nothing." };

const signs = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escape = (text) => (/[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (sign) => signs[sign]) : text);

export const page = ({ title, url, head = "" }, main) => `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title ? escape(title) + " – " : ""}${site.title}</title>
<link rel="canonical" href="${site.url}${url}">
${head}<link rel="alternate" type="application/atom+xml" title="${site.title}" href="/feed.xml">
<link rel="alternate" type="application/feed+json" title="${site.title}" href="/feed.json">
<link rel="alternate" type="application/atom+xml" title="${site.title}: editions" href="/editions/feed.xml">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="masthead">
<p class="name"><a href="/">${site.title}</a></p>
<nav aria-label="Site">
<ul>
<li><a href="/">Latest</a></li>
<li><a href="/archive/">Archive</a></li>
<li><a href="/tags/">Topics</a></li>
<li><a href="/sources/">Sources</a></li>
</ul>
</nav>
</header>
<main id="main">
${main}
</main>
<footer>
<p>${site.description}</p>
<p><a href="/feed.xml">Atom feed</a> <a href="/feed.json">JSON feed</a></p>
</footer>
</body>
</html>
`;
