"""Chinese fonts of the machine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

# families that have Chinese characters, those first that official papers are set in
SERIF = ("FangSong", "仿宋", "SimSun", "宋体", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC")
SANS = (
    "SimHei",
    "黑体",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "PingFang SC",
)
SAMPLE = ord("援")


@cache
def chinese_font() -> Path | None:
    """The file of a font with Chinese characters, None where the machine has none."""
    from matplotlib import font_manager

    files = sorted(font_manager.findSystemFonts())
    named = [
        path
        for path in files
        if any(mark in path for mark in ("CJK", "Han", "wqy", "sim", "msyh", "Hei", "Song"))
    ]
    for path in sorted(
        named, key=lambda path: ("Sans" not in path, "Bold" in path, "Regular" not in path, path)
    ):
        if _has_chinese(path):
            return Path(path)
    return next((Path(path) for path in files if path not in named and _has_chinese(path)), None)


def _has_chinese(path: str) -> bool:
    from matplotlib.ft2font import FT2Font

    try:
        return SAMPLE in FT2Font(path).get_charmap()
    except (RuntimeError, OSError):
        return False
