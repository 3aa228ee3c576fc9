"""Pelican's settings: Briefing's addresses and pages, as far as Pelican has them, and nothing besides."""

SITENAME = "Benchmark Digest"
SITEURL = "https://digest.example.org"
SITESUBTITLE = "Invented briefs about nothing."
AUTHOR = SITENAME
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
THEME_STATIC_PATHS = ["../static"]
THEME_STATIC_DIR = "."
PATH = "content"
ARTICLE_PATHS = [""]
STATIC_PATHS: list[str] = []
OUTPUT_PATH = "output"
PLUGINS = ["pelican.plugins.neighbors"]
_EXTENSIONS = ("tables", "footnotes", "fenced_code", "sane_lists", "toc", "meta")
MARKDOWN = {
    "extension_configs": {f"markdown.extensions.{name}": {} for name in _EXTENSIONS},
    "output_format": "html5",
}
TYPOGRIFY = False
SLUGIFY_SOURCE = "basename"
SUMMARY_MAX_LENGTH = 35
LOAD_CONTENT_CACHE = CACHE_CONTENT = True
CONTENT_CACHING_LAYER = "reader"
CHECK_MODIFIED_METHOD = "mtime"
GZIP_CACHE = False

# A category stands for a source: a brief has one.
CATEGORY_URL = "sources/{slug}/"
CATEGORY_SAVE_AS = "sources/{slug}/index.html"
CATEGORIES_SAVE_AS = "sources/index.html"
TAG_URL = "tags/{slug}/"
TAG_SAVE_AS = "tags/{slug}/index.html"
TAGS_SAVE_AS = "tags/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
DAY_ARCHIVE_URL = "{date:%Y}/{date:%m}/{date:%d}/"
DAY_ARCHIVE_SAVE_AS = DAY_ARCHIVE_URL + "index.html"
ARCHIVES_SAVE_AS = "archive/index.html"
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories", "404", "robots", "sitemap", "feed", "editions"]
ROBOTS_SAVE_AS = "robots.txt"
SITEMAP_SAVE_AS = "sitemap.xml"
FEED_SAVE_AS = "feed.json"
EDITIONS_SAVE_AS = "editions/feed.xml"

# Twenty a page; fewer than twenty older ones stay on the last page, which makes as many pages as Briefing has.
PAGINATED_TEMPLATES = {"tag": 20, "category": 20}
DEFAULT_ORPHANS = 19
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 20
FEED_ATOM = "feed.xml"
TAG_FEED_ATOM = "tags/{slug}/feed.xml"
CATEGORY_FEED_ATOM = "sources/{slug}/feed.xml"
FEED_ALL_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
