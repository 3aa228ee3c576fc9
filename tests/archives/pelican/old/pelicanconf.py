SITEURL = "https://old.example"
ARTICLE_URL = "{date:%Y}/{slug}.html"
