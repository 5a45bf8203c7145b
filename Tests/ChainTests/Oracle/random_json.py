"""Random JSON texts, valid and not, as CPython's json would be given them."""

import math
import struct

# Numbers


def neighbours(value, pick):
    """A double a few steps away from another."""
    for _ in range(pick.randrange(4)):
        value = math.nextafter(value, pick.choice([-math.inf, math.inf, 0.0]))
    return value


def random_double(pick):
    kind = pick.randrange(7)
    if kind == 0:
        value = struct.unpack("<d", pick.randbytes(8))[0]
    elif kind == 1:
        value = neighbours(float(f"1e{pick.randint(-324, 308)}"), pick)
    elif kind == 2:
        value = neighbours(math.ldexp(1.0, pick.randint(-1074, 1023)), pick)
    elif kind == 3:
        value = neighbours(float(pick.randint(2**53, 10**17)), pick)
    elif kind == 4:
        value = struct.unpack("<d", struct.pack("<Q", pick.getrandbits(pick.randint(1, 52))))[0]
    elif kind == 5:
        value = pick.randint(-(10**9), 10**9) / 10 ** pick.randint(0, 9)
    else:
        value = round(pick.uniform(1.4e9, 1.8e9), pick.randint(0, 7))
    if not math.isfinite(value):
        return 0.5
    return -value if pick.random() < 0.2 else value


def midpoint(value):
    """All decimal digits of the point half way between a double and the next."""
    numerator, denominator = abs(value).as_integer_ratio()
    above, below = math.nextafter(abs(value), math.inf).as_integer_ratio()
    numerator, denominator = numerator * below + above * denominator, 2 * denominator * below
    # The denominator is a power of two: multiplying by as many fives makes it a power of ten.
    places = denominator.bit_length() - 1
    digits = str(numerator * 5**places).zfill(places + 1)
    return f"{digits[:len(digits) - places]}.{digits[len(digits) - places:] or '0'}"


def double_text(pick):
    value = random_double(pick)
    kind = pick.randrange(8)
    if kind == 0:
        return f"{value:.{pick.randint(0, 25)}e}"
    if kind == 1:
        return f"{value:.{pick.randint(1, 25)}f}" if abs(value) < 1e30 else repr(value)
    if kind == 2:
        return repr(value).replace("e", "E").replace("+", pick.choice(["", "+"]))
    if kind == 3 and 1e-60 < abs(value) < 1e60:
        return midpoint(value) + pick.choice(["", "0", "1", "000000001"])
    if kind == 4:
        digits = "".join(pick.choices("0123456789", k=pick.randint(1, 40)))
        return f"{pick.randint(0, 9)}.{digits}e{pick.randint(-345, 325)}"
    if kind == 5:
        return f"{pick.choice(['', '-'])}{pick.randint(0, 10**20)}e{pick.randint(-30, 30):+03d}"
    text = repr(value)
    return text if "." in text or "e" in text else text + ".0"


def integer_text(pick):
    kind = pick.randrange(6)
    sign = pick.choice(["", "", "-"])
    if kind == 0:
        return sign + pick.choice("123456789") + "7" * (pick.choice([4298, 4299, 4300, 4301]) - 1)
    if kind == 1:
        return sign + "0"
    if kind == 2:
        return sign + str(2 ** pick.choice([31, 32, 53, 63, 64]) + pick.randint(-2, 2))
    return sign + str(pick.randrange(10 ** pick.randint(1, 30)))


# Strings

ALPHABETS = [
    (0x00, 0x1F),
    (0x20, 0x7E),
    (0x61, 0x64),
    (0x7F, 0xFF),
    (0x100, 0x7FF),
    (0x800, 0xD7FF),
    (0xD800, 0xDBFF),
    (0xDC00, 0xDFFF),
    (0xE000, 0xFFFF),
    (0x10000, 0x10FFFF),
]
SHORT = {character: "\\" + letter for character, letter in zip('"\\/\b\f\n\r\t', '"\\/bfnrt')}


def escape(code_point, pick):
    units = [code_point]
    if code_point > 0xFFFF:
        units = [0xD800 + (code_point - 0x10000 >> 10), 0xDC00 + (code_point & 0x3FF)]
    style = pick.choice(["\\u%04x", "\\u%04X"])
    return "".join(style % unit for unit in units)


def character_text(pick):
    code_point = pick.randint(*pick.choice(ALPHABETS))
    character = chr(code_point)
    must_escape = code_point < 0x20 or 0xD800 <= code_point <= 0xDFFF or character in '"\\'
    if character in SHORT and pick.random() < 0.5:
        return SHORT[character]
    if must_escape or pick.random() < 0.2:
        return escape(code_point, pick)
    return character


def string_text(pick):
    return '"' + "".join(character_text(pick) for _ in range(pick.randrange(8))) + '"'


def key_text(pick):
    """Keys that are often equal but spelled differently, or differ late, or are hard to sort."""
    kind = pick.randrange(4)
    if kind == 0:
        return pick.choice(['"a"', '"\\u0061"', '"b"', '"ab"', '""', '"index"', '"a\\u0000"'])
    if kind == 1:
        keys = ["\\uffff", "\\ud800", "\\ud800\\udc00", "\U00010000", "\\udfff", "~"]
        return f'"{pick.choice(keys)}"'
    return string_text(pick)


# Values


def space(pick):
    return "".join(pick.choices(" \t\n\r", k=pick.choice([0, 0, 0, 1, 3])))


def value_text(pick, levels):
    kind = pick.randrange(7 if levels else 4)
    if kind == 0:
        return pick.choice(["null", "true", "false"])
    if kind == 1:
        return integer_text(pick)
    if kind == 2:
        return double_text(pick)
    if kind == 3:
        return string_text(pick)
    items = []
    for _ in range(pick.randrange(6)):
        item = space(pick) + value_text(pick, levels - 1) + space(pick)
        if kind > 4:
            item = space(pick) + key_text(pick) + space(pick) + ":" + item
        items.append(item)
    left, right = "[]" if kind == 4 else "{}"
    return left + (",".join(items) or space(pick)) + right


def deep_text(pick):
    levels = pick.choice([998, 999, 1000, 1001, 5000])
    kinds = [("[", "]"), ('{"a":', "}"), ('{"b":1,"a":', "}"), ("[[],", "]"), ("[", ",{}]")]
    parts = pick.choices(kinds, k=levels)
    core = pick.choice(["0", "[]", "{}"])
    return "".join(part[0] for part in parts) + core + "".join(part[1] for part in reversed(parts))


BYTES = [bytes([b]) for b in range(256)] + [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"0", b"-", b".", b"e", b"\x00", b"\\u", b"\\ud83d",
    b"NaN", b"Infinity", b"-Infinity", b"1e999", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80",
    b"\xf4\x90\x80\x80", b"\xe2\x82", b"true", b"nul", b" ", b"\xc2\xa0", b"//", b"'", b"+1", b"01",
    b"1.", b".5", b"0x1", b"1_0",
]  # fmt: skip


def mutated(data, pick):
    for _ in range(pick.randint(1, 3)):
        place = pick.randrange(len(data) + 1)
        kind = pick.randrange(5)
        if kind == 0:
            data = data[:place] + pick.choice(BYTES) + data[place:]
        elif kind == 1:
            data = data[:place] + pick.choice(BYTES) + data[place + 1 :]
        elif kind == 2:
            data = data[:place] + data[place + pick.randint(1, 3) :]
        elif kind == 3:
            data = data[:place]
        else:
            end = place + pick.randint(1, 6)
            data = data[:end] + data[place:]
    return data


def text_case(pick):
    kind = pick.randrange(20)
    if kind == 0:
        return (space(pick) + integer_text(pick) + space(pick)).encode()
    if kind < 6:
        return double_text(pick).encode()
    if kind < 8:
        return string_text(pick).encode()
    if kind == 8 and pick.random() < 0.1:
        return deep_text(pick).encode()
    if kind < 13:
        return (space(pick) + value_text(pick, 4) + space(pick)).encode()
    return mutated(value_text(pick, 3).encode(), pick)
