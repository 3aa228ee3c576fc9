"""What the tags of other programs have in common: pictures and films, as Markdown has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

Link = Callable[[str], str]
"""The address of a text of the archive by the name that a shortcode gives it; "" if there is none."""
VIDEOS = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/",
           "gist": "https://gist.github.com/", "instagram": "https://www.instagram.com/p/"}  # fmt: skip
PICTURE = re.compile(r"[^\s{}]+\.(?:avif|gif|jpe?g|png|svg|webp)", re.IGNORECASE)
MEND = "it stays as it is; write it in Markdown"


def linked(address: str) -> str:
    """A link that shows its address, in the place of what was framed there."""
    return f"[{address}]({address})"


def quotation(lines: Iterable[str], title: str = "") -> str:
    """Lines as a quotation, which begins with its title if it has one."""
    return "\n".join(f"> {line}".rstrip() for line in (*([f"**{title}**", ""] if title else []), *lines))


def figure(named: dict[str, str]) -> str:
    """A picture, and below it its title, its caption and whose it is, as readers saw them."""
    title, caption, owner = (named.get(name) or "" for name in ("title", "caption", "attr"))
    words = re.sub(r"<[^<>]*>|[\[\]]", "", named.get("alt") or caption or title)
    image = f"![{words}]({named['src'].replace(' ', '%20')})"
    if named.get("link"):
        image = f"[{image}]({named['link']})"
    if owner and named.get("attrlink"):
        owner = f"[{owner}]({named['attrlink']})"
    lines = [f"**{title}**" if title else "", f"*{caption}*" if caption else "", owner]
    return "\n\n".join([image, *filter(None, [" ".join(filter(None, lines))])])


def short(text: str) -> str:
    """A text in at most 50 signs of one line."""
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:47] + "..."
