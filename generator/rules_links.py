"""Rules over the rendered site: every link inside it leads somewhere, and every place linked to is there."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

from generator import urls
from generator.anchors import Anchors
from generator.errors import nearest, suggestion


class Dead(NamedTuple):
    """A link that fails: how its page writes it, the rule's code, what is wrong, what to do.

    `fragment` is the place in a page that it leads to, as writers know it.
    """

    link: str
    code: str
    what: str
    mend: str
    fragment: str = ""


class Site:
    """The files of a rendered site by path, the anchors of its pages, and what their own ids begin with."""

    def __init__(
        self, base_url: str, files: Collection[str], anchors: Mapping[str, Anchors], prefixes: Mapping[str, str]
    ) -> None:
        self.base_url, self.files, self.anchors, self.prefixes = base_url, files, anchors, prefixes
        self._ids = {path: frozenset(page.ids) for path, page in anchors.items()}
        self._seen: dict[str, Dead | None] = {}

    def dead(self, path: str) -> Iterator[Dead]:
        """The links of the page at `path` that fail."""
        page = urljoin(self.base_url, urls.of_file(path).lstrip("/"))
        for link in self.anchors[path].links:
            key = link if link.startswith(("/", "http")) else f"{path} {link}"
            if key not in self._seen:
                self._seen[key] = self._look(link, page)
            found = self._seen[key]
            if found:
                yield found

    def _look(self, link: str, page: str) -> Dead | None:
        try:
            whole, fragment = urldefrag(urljoin(page, link))
            address = whole + "/" if whole + "/" == self.base_url else whole
            if not address.startswith(self.base_url):
                return None
            url = "/" + unquote(urlsplit(address).path.removeprefix(urls.base_path(self.base_url)).lstrip("/"))
        except ValueError:
            return None
        file = urls.output_path(url)
        if file not in self.files:
            if urls.output_path(url + "/") in self.files:
                return Dead(
                    link, "slashless-link", f"'{url}' is a page, whose address ends in a slash", f"write '{url}/'"
                )
            mend = self._near(url) or "mend the address, or add what it leads to"
            return Dead(link, "dead-link", f"there is no '{url}' on this site", mend)
        name = unquote(fragment.partition(":~:")[0])
        if not name or name == "top" or file not in self._ids or {name, fragment} & self._ids[file]:
            return None
        shown = _own(name, self.prefixes.get(file, ""))
        places = {_own(known, self.prefixes.get(file, "")): known for known in self._ids[file]}
        meant = f"write '#{places[shown]}', or link to its file" if shown in places else suggestion(shown, places)
        mend = meant or "give the heading there that id, or link to the page"
        return Dead(link, "dead-fragment", f"'{url}' has no place '#{shown}'", mend, shown)

    @cached_property
    def _beside(self) -> Mapping[str, list[str]]:
        """URLs by the folder that they lie in, and by their last part."""
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.files:
            url = urls.of_file(path)
            found[posixpath.dirname(url.rstrip("/")) + "/"].append(url)
            found[posixpath.basename(url.rstrip("/"))].append(url)
        return found

    def _near(self, url: str) -> str:
        last = posixpath.basename(url.rstrip("/"))
        moved = self._beside.get(last, []) if last else []
        if len(moved) == 1:
            return f"did you mean '{moved[0]}'?"
        beside = self._beside.get(posixpath.dirname(url.rstrip("/")) + "/", [])[:1000]
        near = nearest(last, (posixpath.basename(other.rstrip("/")) for other in beside))
        meant = [other for other in beside if near and posixpath.basename(other.rstrip("/")) == near]
        return f"did you mean '{meant[0]}'?" if meant else ""


def _own(name: str, prefix: str) -> str:
    """An id as writers know it: without what tells it from those of other briefs."""
    return name.removeprefix(prefix) if prefix else re.sub(r"^.*?-\d{6}-", "", name)


def written(dead: Dead, base_url: str) -> Iterator[str]:
    """How a writer may have written a link that fails, likeliest first."""
    link = dead.link
    below = link.removeprefix(base_url.rstrip("/")) if link.startswith("http") else link
    below = below.removeprefix(urls.base_path(base_url))
    path = below.partition("#")[0]
    fragments = ("#" + dead.fragment, "#" + quote(dead.fragment))
    for form in (link, below, unquote(below), *fragments, path, unquote(path)):
        if len(form) > 1:
            yield form
