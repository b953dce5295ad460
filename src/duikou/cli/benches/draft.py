"""A draft to be checked or read, of any length: sentences of our own with invented figures."""

from __future__ import annotations

from itertools import count

# Who supports whom, as the sample book's pairings have it.
PAIRS = (
    ("上海市", "万州区"),
    ("浙江省", "涪陵区"),
    ("山东省", "忠县"),
    ("辽宁省", "奉节县"),
    ("吉林省", "巫溪县"),
    ("广东省", "巫山县"),
    ("江苏省", "云阳县"),
    ("河北省", "丰都县"),
    ("四川省", "开州区"),
)
FIGURES_A_PARAGRAPH = 8
TITLE = "各支援方对口支援三峡库区情况（草稿，数字均为虚构）"
FILLER = (
    "双方坚持规划引领，把支援方所能与当地所需结合起来，项目由当地提出、双方会商、共同监督。",
    "资金拨付、工程进度和验收结果按季度通报，群众对帮扶成效普遍认可。",
    "下一步，双方将继续完善工作机制，推动产业协作、人才交流和民生改善，让库区群众过上更好的日子。",
    "支援方选派的干部和技术人员驻点工作，与当地同志一起走访村社、倾听意见、解决难题。",
)


def write_draft(characters: int, figures: int) -> str:
    """About so many characters with about so many figures, the same every time."""
    wanted = max(1, round(figures / FIGURES_A_PARAGRAPH))
    paragraphs = [_paragraph(number) for number in range(wanted)]
    room = (characters - len(TITLE) - sum(map(len, paragraphs))) // wanted
    filled = [paragraph + _filler(number, room) for number, paragraph in enumerate(paragraphs)]
    return "\n\n".join([f"# {TITLE}", *filled]) + "\n"


def _paragraph(number: int) -> str:
    donor, recipient = PAIRS[number % len(PAIRS)]
    year = 2024 - number // len(PAIRS) % 8
    projects = 40 + number * 7 % 90
    works = projects // 3
    return (
        f"截至{year}年底，{donor}累计向{recipient}投入无偿援助资金"
        f"{1 + number % 5}.{10 + number * 13 % 90}亿元，"
        f"实施援建项目{projects}个，其中基础设施项目{works}个、公共服务项目{projects - works - 5}个。"
        f"{year}年，{donor}安排{recipient}无偿援助资金{900 + number * 31 % 800}余万元，"
        f"培训干部人才{200 + number * 17 % 400}人次。"
        f"“十三五”期间，{donor}支援{recipient}资金近{1 + number % 3}.{1 + number % 8}亿元，"
        f"引进企业{3 + number % 12}家。"
    )


def _filler(number: int, room: int) -> str:
    text = ""
    for step in count(number):
        sentence = FILLER[step % len(FILLER)]
        if len(text) + len(sentence) // 2 > room:
            return text
        text += sentence
    return text
