"""Cases made by a seed: ID numbers, telephones and cards in every way people write them, and numbers that are none."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from stdnum import luhn
from stdnum.cn import ric, uscc

from tests.corpus.measure import Case

SEED = 20261123
EACH = 1200
PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
]
ISSUERS = (
    "622202",
    "621700",
    "622848",
    "623058",
    "6217",
    "6228",
    "436742",
    "4563",
    "518710",
    "552",
    "95588",
    "3568",
    "601382",
    "625",
)
WIDE = str.maketrans("0123456789Xx- ", "０１２３４５６７８９Ｘｘ－　")
FRAMES = (
    "{}",
    "{}。",
    "{}，",
    "（{}）",
    "{}已登记。",
    "经核对，{}无误。",
    "|{}|",
    "1.{}",
    "王某{}",
    "“{}”",
    "\t{}\n",
    "{}；",
    "其为{},",
    "①{}",
)
Maker = Callable[[random.Random], str]


def identity(draw: random.Random) -> str:
    """A number of 18 characters with its check character (python-stdnum's), of nobody."""
    body = f"{draw.choice(PROVINCES)}0199{draw.randint(1935, 2018)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}{draw.randint(1, 999):03}"
    return body + ric.calc_check_digit(body + "0")


def old_identity(draw: random.Random) -> str:
    """A number of 15 figures."""
    return f"{draw.choice(PROVINCES)}0199{draw.randint(35, 85)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}{draw.randint(1, 999):03}"


def mistyped(draw: random.Random) -> str:
    """A number whose last character is another one."""
    good = identity(draw)
    return good[:17] + draw.choice([c for c in "0123456789X" if c != good[17]])


def split(text: str, draw: random.Random, ways: tuple[tuple[int, ...], ...], gaps: str = " -") -> str:
    """A number with a gap between its groups."""
    way, gap, pieces, at = draw.choice(ways), draw.choice(gaps), [], 0
    for size in way:
        pieces.append(text[at : at + size])
        at += size
    return gap.join(piece for piece in (*pieces, text[at:]) if piece)


def written_identity(draw: random.Random) -> str:
    """An ID number as somebody writes it."""
    text = draw.choice((identity, identity, identity, old_identity, mistyped))(draw)
    if text.endswith("X"):
        text = text[:-1] + draw.choice("XXx×")
    if len(text) == 18:
        text = draw.choice((text, text, split(text, draw, ((6, 8, 4), (6, 4, 4, 4), (4, 4, 4, 4, 2)))))
    text = draw.choice((text, text, text.translate(WIDE)))
    return draw.choice(("", "身份证号：", "身份证号码", "公民身份号码为", "证件号码: ", "身份证", "ID：")) + text


def written_phone(draw: random.Random) -> str:
    """A telephone number as somebody writes it."""
    if draw.random() < 0.3:
        area = draw.choice(("010", "021", "023", "0592", "0571", "0851"))
        local = f"{draw.randint(2, 8)}{draw.randint(0, 9999999):07}"[
            : 8 if len(area) == 3 or draw.random() < 0.5 else 7
        ]
        text = draw.choice(
            (f"{area}-{local}", f"({area}){local}", f"{area} {local}", f"{area}－{local}", f"（{area}）{local}")
        )
        return draw.choice(("电话：", "联系电话", "传真:", "")) + text + draw.choice(("", "", "转8012", "-801"))
    text = f"1{draw.randint(3, 9)}{draw.randint(0, 999999999):09}"
    text = draw.choice((text, text, split(text, draw, ((3, 4, 4), (3, 8), (7, 4)))))
    text = draw.choice((text, text, text.translate(WIDE)))
    lead = draw.choice(("", "", "", "+86", "+86 ", "86-", "(+86)", "0086 "))
    return draw.choice(("", "手机：", "联系电话", "手机号码", "电话是", "Tel:", "联系方式：")) + lead + text


def written_card(draw: random.Random) -> str:
    """A card number as somebody writes it."""
    issuer = draw.choice(ISSUERS)
    size = 16 if issuer[0] in "453" else draw.choice((16, 17, 18, 19, 19))
    body = issuer + "".join(draw.choice("0123456789") for _ in range(size - len(issuer) - 1))
    text = body + luhn.calc_check_digit(body)
    text = draw.choice((text, text, split(text, draw, ((4, 4, 4, 4),))))
    text = draw.choice((text, text, text.translate(WIDE)))
    return draw.choice(("", "卡号：", "银行卡号", "账号:", "开户行云岭农商行，账号", "工资卡")) + text


def _credit_code(draw: random.Random) -> str:
    body = f"9{draw.choice('12')}{draw.choice(PROVINCES)}0199" + "".join(
        draw.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(9)
    )
    return body + uscc.calc_check_digit(body)


def _figures(draw: random.Random, size: int) -> str:
    return "".join(draw.choice("0123456789") for _ in range(size))


def _day(draw: random.Random) -> str:
    return f"20{draw.randint(10, 27)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"


CLEAN: tuple[Maker, ...] = (
    lambda d: f"云岭委发〔20{d.randint(10, 27)}〕{d.randint(1, 300)}号",
    lambda d: f"20{d.randint(10, 27)}年{d.randint(1, 12)}月{d.randint(1, 28)}日",
    lambda d: f"{d.randint(1, 10**9):,}.{d.randint(0, 99):02}元",
    lambda d: f"金额{d.randint(10**10, 10**12)}.{d.randint(0, 99):02}元",
    lambda d: f"预算{d.randint(10**6, 10**8)}万元，执行{d.randint(10, 99)}.{d.randint(0, 9)}%",
    lambda d: f"统一社会信用代码：{_credit_code(d)}",
    lambda d: f"（{_credit_code(d)}）",
    lambda d: f"订单号：{_day(d)}{_figures(d, d.randint(6, 12))}",
    lambda d: f"交易流水号{_figures(d, d.randint(15, 24))}",
    lambda d: f"合同编号：HT{_day(d)}{_figures(d, 4)}",
    lambda d: f"准考证号：{_figures(d, d.randint(11, 15))}",
    lambda d: f"档号：J001-WS·20{d.randint(10, 27)}-D30-DZB-{d.randint(1, 9999):04}",
    lambda d: f"公开编号：20{d.randint(10, 27)}-{d.randint(1, 999):03}",
    lambda d: f"事项代码 dzb-{_day(d)}-{''.join(d.choice('abcdefghij234567') for _ in range(4))}",
    lambda d: f"sha256:{d.getrandbits(256):064x}",
    lambda d: f"存证记录{d.getrandbits(160):040x}",
    lambda d: (
        f"{d.getrandbits(32):08x}-{d.getrandbits(16):04x}-{d.getrandbits(16):04x}-{d.getrandbits(16):04x}-{d.getrandbits(48):012x}"
    ),
    lambda d: f"邮编{d.randint(100000, 859999)}",
    lambda d: f"座位号：{d.randint(1, 40)}排{d.randint(1, 40)}座",
    lambda d: f"| 合计 | {d.randint(0, 10**6)}.00 | {d.randint(0, 10**6)}.00 | {d.randint(0, 10**8)}.00 |",
    lambda d: f"身份证号：{(n := identity(d))[:2]}*************{n[-3:]}",
    lambda d: f"身份证号{(n := identity(d))[:6]}********{n[-4:]}",
    lambda d: f"电话1{d.randint(30, 99)}****{_figures(d, 4)}",
    lambda d: f"卡号6222{'*' * 11}{_figures(d, 4)}",
    lambda d: f"应到{d.randint(1, 999)}名，实到{d.randint(1, 999)}名，请假{d.randint(0, 99)}名",
    lambda d: f"发票代码：{_figures(d, 12)}，发票号码：{_figures(d, 8)}",
    lambda d: f"版本V{d.randint(1, 9)}.{d.randint(0, 9)}.{d.randint(0, 9)}，更新{_day(d)}",
    lambda d: (
        f"{_day(d)[:4]}-{d.randint(1, 12):02}-{d.randint(1, 28):02}T{d.randint(0, 23):02}:{d.randint(0, 59):02}:00+08:00"
    ),
    lambda d: f"不涉及国家秘密，第{d.randint(1, 99)}期，{d.randint(1, 9)}号窗口，{d.randint(18, 90)}岁",
    lambda d: f"http://www.yunling.gov.cn/{_day(d)[:6]}/t{_day(d)}_{_figures(d, 11)}.html",
)


def cases(seed: int = SEED, each: int = EACH) -> Iterator[Case]:
    """All cases, the same ones for a seed: as many of each of the three kinds, and twice as many that are clean."""
    draw = random.Random(seed)
    for kind, make in (("id", written_identity), ("phone", written_phone), ("card", written_card)):
        for _ in range(each):
            text = make(draw)
            frame = draw.choice([f for f in FRAMES if not (f == "1.{}" and text[:1].isdigit() and kind != "phone")])
            yield Case(frame.format(text), frozenset({kind}))
    for _ in range(2 * each):
        yield Case(draw.choice(FRAMES).format(draw.choice(CLEAN)(draw)), frozenset())
