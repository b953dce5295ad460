"""Charts on paper: bars of figures, what is open between two bounds hatched; drawn by matplotlib."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from duikou.book.account import AccountFigure, Chart
from duikou.files.accounts.fonts import chinese_font
from duikou.files.accounts.paper import Paper

BLUE, PALE, INK = "#1f5fa8", "#a9c6e8", "#222222"
WIDTH, BAR, FRAME = 6.3, 0.34, 0.9  # inches
DOTS = 200
YI = Decimal(100_000_000)


def draw(chart: Chart, paper: Paper, form: str) -> bytes | None:
    """The chart as `png` or `svg`, the same bytes for the same chart; None without a Chinese font."""
    font = chinese_font()
    if font is None:
        return None
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    text = FontProperties(fname=str(font), size=9)
    with matplotlib.rc_context(
        {"svg.hashsalt": "duikou", "svg.fonttype": "path", "axes.unicode_minus": False}
    ):
        figure = Figure(figsize=(WIDTH, FRAME + BAR * len(chart.bars)))
        axes = figure.add_subplot()
        _bars(axes, chart, paper, text)
        axes.set_xlabel(paper.labels.axis, fontproperties=text)
        axes.tick_params(length=0)
        for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
            label.set_fontproperties(text)
        for side in ("top", "right", "left"):
            axes.spines[side].set_visible(False)
        axes.margins(x=0.18)
        figure.tight_layout()
        out = BytesIO()
        dated = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(out, format=form, dpi=DOTS, metadata=dated)
    return out.getvalue()


def _bars(axes: Any, chart: Chart, paper: Paper, text: Any) -> None:
    places = range(len(chart.bars))
    for place, bar in zip(places, chart.bars, strict=True):
        figure = paper.account.figure(bar.figure)
        least, most = ends(figure)
        axes.barh(place, least, color=BLUE, height=0.62)
        if most > least:
            axes.barh(place, most - least, left=least, color=PALE, hatch="////", edgecolor=BLUE, height=0.62)
        axes.annotate(
            figure.printed,
            (most, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            color=INK,
            fontproperties=text,
        )
    axes.set_yticks(list(places), [bar.label for bar in chart.bars])
    axes.invert_yaxis()


def ends(figure: AccountFigure) -> tuple[float, float]:
    """Least and most in 亿; where the words round, the value printed is both."""
    least, most = figure.natural
    low = Decimal(least or 0) / YI
    high = low if most is None else Decimal(most) / YI
    if high - low <= Decimal("0.02") or high - low <= low / 20:
        middle = float((low + high) / 2)
        return middle, middle
    return float(low), float(high)
