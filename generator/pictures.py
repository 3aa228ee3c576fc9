"""How large pictures are, read off the first bytes of their files. The one door to imagesize."""

from __future__ import annotations

_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def size(file: str) -> tuple[int, int]:
    """Width and height of a picture as it is shown, in points; 0 and 0 of any other file, and of a damaged one."""
    if not file.lower().endswith(_ENDINGS):
        return 0, 0
    import imagesize

    try:
        width, height = imagesize.get(file)
    except Exception:  # the bytes may be anything
        return 0, 0
    return (width, height) if width > 0 and height > 0 else (0, 0)
