"""What a picture may be, and every way in which one can be wrong, with the message that an editor reads."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image

from press.errors import RenderError, SourceError
from press.model import EDITIONS
from press.pipeline.houses import House
from press.pipeline.plan import Job
from press.pipeline.reading import Prepared, prepare
from press.pipeline.sources import Source
from press.pipeline.tasks import do
from press.reader.article import read_article
from press.reader.picture import MAX_PARTS, PictureError, examine
from press.verify import pictures

SVG = "http://www.w3.org/2000/svg"
OUTWARD = "refers to another file or picture; save it with all its parts drawn in it"
UNUSUAL = "is a kind of JPEG that few programs show; save it as an ordinary JPEG or as PNG"
ENTITIES = "declares entities; save it as plain SVG"


def drawn(mode: str, kind: str, **options: object) -> bytes:
    file = BytesIO()
    Image.new(mode, (4, 3)).save(file, kind, **options)
    return file.getvalue()


def png(  # noqa: PLR0913 - all that a PNG may have
    bits: int,
    colour: int,
    *more: bytes,
    width: int = 1,
    height: int = 1,
    name: bytes = b"IDAT",
    packed: bytes = zlib.compress(bytes(9)),
    interlaced: int = 0,
) -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)
    parts = [head, *more, name + packed, b"IEND"]
    chunks = (struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def without(marker: bytes, jpeg: bytes) -> bytes:
    """Return a JPEG without the segments of a kind."""
    while (place := jpeg.find(marker)) >= 0:
        jpeg = jpeg[:place] + jpeg[place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big") :]
    return jpeg


def svg(inside: str = "<path/>", attributes: str = "", before: str = "") -> bytes:
    links = 'xmlns:x="http://www.w3.org/1999/xlink"'
    return f'{before}<svg xmlns="{SVG}" {links} {attributes}>{inside}</svg>'.encode()


def doctype(*entities: str) -> str:
    return f"<!DOCTYPE svg [{''.join(f'<!ENTITY {entity}>' for entity in entities)}]>"


JPEG = drawn("RGB", "JPEG")
FRAME = JPEG.index(b"\xff\xc0")
BOMB = [f'a{n} "{f"&a{n - 1};" * 10}"' for n in range(1, 9)]
"""Entities of entities: a text of a hundred million letters."""

MANY = '<g id="a0"><path/></g>' + "".join(
    f'<g id="a{n}">{f"""<use x:href="#a{n - 1}"/>""" * 10}</g>' for n in range(1, 9)
)
"""Drawings of drawings: a hundred million paths."""

GOOD: dict[str, tuple[str, bytes]] = {
    **{f"PNG of {mode}": ("a.png", drawn(mode, "PNG")) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")},
    **{f"PNG of 16 bits and colour {colour}": ("a.png", png(16, colour)) for colour in (2, 4, 6)},
    **{
        f"PNG {width} wide, {height} high, in passes": (
            "a.png",
            png(8, 0, packed=zlib.compress(bytes(length)), width=width, height=height, interlaced=1),
        )
        for width, height, length in ((1, 1, 2), (1, 9, 9 + 9), (8, 8, 64 + 15), (5, 3, 15 + 7))
    },
    "PNG of one colour": ("a.png", png(1, 0, packed=zlib.compress(bytes(30 * 6)), width=40, height=30)),
    "PNG in large parts": ("a.png", png(8, 2, packed=zlib.compress(bytes(2000 * 6001)), width=2000, height=2000)),
    "PNG with another behind its end": ("a.png", png(8, 2) + png(8, 2, b"acTL" + bytes(8))[8:]),
    "PNG with a name in capitals": ("A.PNG", drawn("RGB", "PNG")),
    **{f"JPEG of {mode}": ("a.jpg", drawn(mode, "JPEG")) for mode in ("L", "RGB", "CMYK", "YCbCr")},
    "JPEG, progressive": ("a.jpeg", drawn("RGB", "JPEG", progressive=True)),
    "JPEG with something after it": ("a.jpg", JPEG + b"trailer"),
    "JPEG with a film after it": ("a.jpg", JPEG + b"SEFH\xff\xda\x00\x03\x01" + bytes(range(256)) * 9),
    "JPEG of a stereo camera": ("a.jpg", drawn("RGB", "MPO")),
    "JPEG with a preview": ("a.jpg", JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(JPEG) + 2) + JPEG + JPEG[2:]),
    "SVG": ("a.svg", svg()),
    "SVG with names that are no figures": (
        "a.svg",
        svg('<g id="nan" class="inf" data-name="NaN" fill="url(#nan)" font-family="Nanum"/><path/>'),
    ),
    **{
        f"SVG with words that are no figures, {words}": ("a.svg", svg(f"<g {words}/><path/>"))
        for words in (
            'glyph-name="infinity"',
            'content="a b, inf"',
            'in="inf" result="nan"',
            'title="Inf"',
            'font-family="NaN Metrify"',
            "style=\"font-family:'NaN Metrify'\"",
        )
    },
    "SVG with a style sheet whose names are no figures": (
        "a.svg",
        svg("<style>.nan, #inf:hover{fill:red;font-family:Inf, NaN;fill:url(#nan)} /* d:NaN */</style><path/>"),
    ),
    "SVG with a link whose address is no figure": ("a.svg", svg('<a href="https://example.org/inf"><path/></a>')),
    "SVG in another encoding": ("a.svg", svg().decode().encode("utf-16")),
    "SVG with a gradient": ("a.svg", svg('<linearGradient id="a"/><path fill="url(#a)"/>')),
    "SVG with a part shown again": ("a.svg", svg('<g id="a"><path/></g><use x:href="#a"/><use x:href="#none"/>')),
    **{
        f"SVG with transform={value}": ("a.svg", svg(f'<g transform="{value}"><path/></g>'))
        for value in ("", "none", "rotate(-30)", " translate(1 2) scale(.5,-1e3), skewX( 2 )", "matrix(1,0,0,1,-3-4)")
    },
    **{
        f"SVG with viewBox={value}": ("a.svg", svg(attributes=f'viewBox="{value}"'))
        for value in ("0 0 8.5 -2", "0,0 , 9,1")
    },
    "SVG with a link": ("a.svg", svg('<a x:href="https://example.org"><path/></a>')),
    "SVG with a style called transition": ("a.svg", svg("<style>.transition { fill: red }</style><path/>")),
    **{
        f"SVG with {rule}": ("a.svg", svg(f'<style>text {{ {rule} }}</style><text style="{rule}">Knee</text>'))
        for rule in ("font: 12px Arial", "font-size:.8em!important", "Font-Size: 120%", "font:inherit")
    },
    **{f"SVG with font-size={size}": ("a.svg", svg(f'<text font-size="{size}">a</text>')) for size in ("16", "2mm")},
    **{
        f"SVG, {what}": ("a.svg", svg(drawing))
        for what, drawing in {
            "a size without letters": '<g style="font-size:medium"><path d="M0 0"/></g><text> </text>',
            "a size in a remark": "<style>/* font: bold 12px Arial */ text { font-size: 12PX }</style><text>a</text>",
            "a class called font": "<style>.font:hover, #font:hover { fill: red }</style><text>a</text>",
            "what programs write where there is no such thing": (
                '<g filter="none" style="mix-blend-mode:normal;clip-path:url(#a);paint-order:markers fill stroke">'
                '<path d="M.5-1.5e3a1 .5 0 0150 5" transform-origin="0 5px"/></g><filter id="b"/>'
                '<g style="background:#FFF;writing-mode:lr-tb">'
                '<text style="text-decoration:none solid red;baseline-shift:0%">a</text></g>'
            ),
            "var in a name": '<text id="var(x)">a</text>',
            "figures in every form": (
                '<rect x="1e-3" y="-.5" width="100%" height="2mm" rx=" 4px " style="stroke-dasharray:5, 5;opacity:1%"/>'
                '<text x="1,2 3em" dy="" letter-spacing="normal" style="stroke-width:1.5px !important">a</text>'
            ),
            "words beside a clip": '<clipPath id="a"><path/></clipPath><text clip-path="url(#a)">a</text>',
            "an arrowhead that is turned": '<marker orient="-45"/><marker orient="auto-start-reverse"/><path/>',
        }.items()
    },
    "SVG of Inkscape": (
        "a.svg",
        svg(
            '<s:namedview s:onion="1" href="file:///a"/><metadata><c:license c:resource="http://b"/></metadata><path/>',
            'xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:c="http://creativecommons.org/ns#" '
            's:docname="a.svg"',
            '<?xml version="1.0" standalone="no"?><!-- Created with Inkscape -->',
        ),
    ),
    "SVG of Illustrator": (
        "a.svg",
        svg(
            '<switch><foreignObject requiredExtensions="&ai;"/><g><path/></g></switch>'
            '<metadata><?xpacket begin=""?></metadata>',
            'xmlns:i="&ai;"',
            doctype('ai "http://ns.adobe.com/AdobeIllustrator/10.0/"'),
        ),
    ),
    "SVG with a document type": ("a.svg", svg(before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">')),
}


@pytest.mark.parametrize("case", GOOD)
def test_good_pictures(case: str) -> None:
    name, data = GOOD[case]
    examine(name, data)
    assert pictures.fault_of(data) == ""  # what an editor may use is not found damaged afterwards


def test_the_words_of_a_drawing() -> None:
    drawing = svg("<style>.a { fill: red }</style><text>Knee <tspan>你好</tspan></text><desc>none</desc><path/>")
    assert examine("a.svg", drawing).words == "Knee 你好"


def test_words_of_a_drawing_that_cannot_be_printed(house: House, article_text: Callable[..., str]) -> None:
    with pytest.raises(SourceError) as caught:
        read_article(
            article_text("Text.\n\n![A knee](a.svg)\n").encode(),
            file="article.md",
            slug="a",
            images={"a.svg": svg("<text>你</text>")},
            languages=house.languages,
            repertoire=house.repertoire,
            labels=house.labels,
        )
    (problem,) = caught.value.problems
    assert "the picture `a.svg` has a text in which the character U+4F60" in problem.message


@pytest.mark.parametrize("cut", [-1, -2, -40, 300])
def test_a_jpeg_that_was_cut_is_found_in_an_edition(cut: int) -> None:
    assert pictures.fault_of(JPEG[:cut]) == "is a JPEG that ends too early"


BAD: dict[str, tuple[str, bytes, str]] = {
    **{
        f"a note of Git LFS, {name}": (
            name,
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "is Git LFS's note of where the picture is kept; fetch the picture itself with git lfs pull",
        )
        for name in ("a.png", "a.jpg", "a.svg")
    },
    **{
        f"SVG with {attributes}": (
            "a.svg",
            svg(f"<g {attributes}><path/></g>"),
            f"has a {name} that cannot be read; save it anew as plain SVG",
        )
        for attributes, name in (
            ('transform="rotate(a)"', 'transform="rotate(a)"'),
            ('transform="rotate 5"', 'transform="rotate 5"'),
            ('viewBox="a b c"', 'viewbox="a b c"'),
            ('viewBox="0 0 1"', 'viewbox="0 0 1"'),
            ('cx="NaN"', 'cx="NaN"'),
            ('r="NaNpx"', 'r="NaNpx"'),
            ('points="1,2 NaN,3"', 'points="NaN"'),
            ('d="MNaN,NaNL5,5"', 'd="MNaN"'),
            ('d="M1,1LNaN,5"', 'd="NaN"'),
            ('d="M-Infinity,1"', 'd="M-Infinity"'),
            ('style="fill:red;stroke-width:nan"', 'style="nan"'),
        )
    },
    **{
        f"SVG with a style sheet with {rule}": (
            "a.svg",
            svg(f"<style>.nan {{fill:red;{rule}}}</style><path/>"),
            f"has a {name} that cannot be read; save it anew as plain SVG",
        )
        for rule, name in (
            ("stroke-width:NaN", 'stroke-width="NaN"'),
            ("X :\n-inf", 'x="-inf"'),
            ("transform: rotate(NaN)", 'transform="NaN"'),
            ("stroke-dasharray: 1 NaNpx", 'stroke-dasharray="NaNpx"'),
        )
    },
    **{
        f"SVG with {rule}": (
            "a.svg",
            drawing,
            f"has letters of a size that is not read on paper ({rule}); "
            "save it with the size by itself, as in font-size: 12px, or as PNG",
        )
        for rule, drawing in (
            ("font:bold 12px Arial", svg("<style>.a{font:bold\n12px Arial}</style><text>a</text>")),
            ("font: 12px/1.3 Arial", svg('<g style="x: y; font: 12px/1.3 Arial"><text>a</text></g>')),
            ("font-size: medium", svg("<style>.a { font-size: medium}</style><text>a</text>")),
            ("font-size:small", svg('<text font-size="small">a</text>')),
            ("font-size:3vw", svg('<text font-size="3vw">a</text>')),
        )
    },
    **{
        f"SVG with {word}": (
            "a.svg",
            svg(f"<text>{word}</text>"),
            "has words in letters that join, run from right to left or carry marks, which would be printed one by one; "
            "save it with its words as paths, or as PNG",
        )
        for word in ("شكرا", "שלום", "cafe\u0301")
    },
    **{
        f"SVG with a colour's name, {number}": (
            "a.svg",
            drawing,
            "has colours by names of its own (var), which are not read on paper; save it as PNG",
        )
        for number, drawing in enumerate(
            (
                svg('<path fill="var(--a, #000)"/>'),
                svg("<style>path { fill: var(--a) }</style><path/>"),
                *(
                    svg(f'<path {name}="var(--a, #000)"/>')
                    for name in ("color", "stroke", "stop-color", "flood-color", "lighting-color")
                ),
            )
        )
    },
    "SVG in several languages": (
        "a.svg",
        svg('<switch><text systemLanguage="es">Uno</text><text>One</text></switch>'),
        "has words in several languages, all of which would be printed; save it with one of them",
    ),
    **{
        f"SVG with {tag}": (
            "a.svg",
            svg(f"<{tag}><path/></{tag}>"),
            f"has a <{tag}>, which cannot be checked on paper; save it without, or as PNG",
        )
        for tag in ("mask", "textPath")
    },
    **{
        f"SVG with {part}": (
            "a.svg",
            svg(part),
            f"has {told}, which paper shows otherwise or not at all; save it without, or as PNG",
        )
        for part, told in (
            ('<g visibility="collapse"><path/></g>', "parts that are hidden as rows of a table are (visibility)"),
            ('<path filter="url(#a)"/>', "a filter (a blur, a shadow) (filter)"),
            ("<style>.a { filter: blur(2px) }</style><path/>", "a filter (a blur, a shadow) (filter)"),
            ('<path style="mix-blend-mode: multiply"/>', "colours that mix with those below (mix-blend-mode)"),
            ('<path style="paint-order: markers stroke"/>', "lines below what they surround (paint-order)"),
            ('<path style="clip-path: circle(5px)"/>', "a CSS shape that cuts it (clip-path)"),
            ('<clipPath clipPathUnits="objectBoundingBox"/><path/>', "a clip in parts of what it cuts (clippathunits)"),
            ('<path style="transform: rotateZ(5deg)"/>', "a CSS transform (transform)"),
            ('<path transform-origin="center"/>', "a centre to turn about that is no point (transform-origin)"),
            ('<circle pathLength="100"/>', "dashes in a measure of their own (pathlength)"),
            ('<path d="M5 5 L9 9 x"/>', "a damaged path (d)"),
            ('<path d="M5 5\nL9px 9px"/>', "a damaged path (d)"),
            ('<path d="M5 5a0 0 0 0 1 5 5"/>', "a damaged path (d)"),
            ('<polygon points="5px,9px"/>', "a damaged line (points)"),
            ('<text>10<tspan baseline-shift="super">2</tspan></text>', "raised or lowered letters (baseline-shift)"),
            (
                '<text style="text-decoration-line: line-through">a</text>',
                "words with a line under or through them (text-decoration-line)",
            ),
            ('<text text-transform="uppercase">a</text>', "letters made large or small (text-transform)"),
            ('<text style="writing-mode: vertical-rl">a</text>', "words from top to bottom (writing-mode)"),
            ('<g style="background-color: #000"><path/></g>', "a ground of its own (background-color)"),
        )
    },
    **{
        f"SVG with {part}": (
            "a.svg",
            svg(f"{part}<path/>"),
            f"has {told}, which is not read on paper; write a figure there, or save it as PNG",
        )
        for part, told in (
            ('<marker orient="45deg"/>', 'orient="45deg"'),
            ('<rect x="calc(10px + 5px)"/>', 'x="calc(10px + 5px)"'),
            ("<style>path { stroke-width: calc(1px * 2) }</style>", 'stroke-width="calc(1px * 2)"'),
            ('<rect width="5ch"/>', 'width="5ch"'),
            ('<rect style="height:10vw"/>', 'height="10vw"'),
            ('<text x="1 2vh">a</text>', 'x="1 2vh"'),
        )
    },
    "SVG with a clip of letters": (
        "a.svg",
        svg("<clipPath><g><text>a</text></g></clipPath><path/>"),
        "has a clip in the form of letters, which is not printed; save it with these as paths",
    ),
    "empty": ("a.png", b"", "is an empty file; save it anew"),
    "JPEG called PNG": ("a.png", JPEG, "is no PNG, whatever its name says; save it as PNG"),
    "PNG cut short": ("a.png", drawn("RGB", "PNG")[:-5], "is a damaged PNG; save it anew"),
    "PNG without a palette": ("a.png", png(8, 3), "is a damaged PNG; save it anew"),
    **{
        f"PNG with {name}": (
            "a.png",
            png(8, colour, packed=packed, width=40, height=30),
            "is a damaged PNG; save it anew",
        )
        for name, colour, packed in (
            ("too few pixels", 2, zlib.compress(bytes(30 * 121 - 1))),
            ("pixels that are cut off", 2, zlib.compress(bytes(30 * 121))[:-12]),
            ("no pixels", 2, b""),
            ("what was not packed", 2, b"no pixels"),
            ("no kind of colour", 1, zlib.compress(bytes(30 * 121))),
        )
    },
    "PNG in passes, one byte short": (
        "a.png",
        png(8, 0, packed=zlib.compress(bytes(64 + 14)), width=8, height=8, interlaced=1),
        "is a damaged PNG; save it anew",
    ),
    "PNG of another sum": ("a.png", drawn("RGB", "PNG").replace(b"IDAT", b"IDAX"), "is a damaged PNG; save it anew"),
    "PNG without pixels": ("a.png", png(8, 2, name=b"idAT"), "is a damaged PNG; save it anew"),
    "PNG of no width": ("a.png", png(8, 2, width=0), "is a damaged PNG; save it anew"),
    "PNG of 16 bits of grey": ("a.png", png(16, 0), "has 16 bits of grey, which cannot be printed; save it with 8"),
    "PNG that moves": ("a.png", png(8, 2, b"acTL" + bytes(8)), "moves; save it as a still picture"),
    "PNG as large as a field": (
        "a.png",
        png(1, 0, width=30_000, height=30_000),
        "has more than 89 million pixels; make it smaller",
    ),
    "PNG called JPEG": ("a.jpg", drawn("RGB", "PNG"), "is no JPEG, whatever its name says; save it as JPEG"),
    "WebP called JPEG": (
        "a.jpg",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        "is no JPEG, whatever its name says; save it as JPEG",
    ),
    **{
        f"JPEG cut after {end} bytes": ("a.jpg", JPEG[:end], "is a damaged JPEG; save it anew")
        for end in (4, FRAME, FRAME + 6, len(JPEG) // 2, len(JPEG) - 2)
    },
    "JPEG without pixels": ("a.jpg", JPEG[: FRAME + 19] + b"\xff\xd9", "is a damaged JPEG; save it anew"),
    **{
        f"JPEG without {tables}": ("a.jpg", without(marker, JPEG), "is a damaged JPEG; save it anew")
        for tables, marker in (("quantization", b"\xff\xdb"), ("codes", b"\xff\xc4"))
    },
    "JPEG of no height": ("a.jpg", JPEG[: FRAME + 5] + bytes(2) + JPEG[FRAME + 7 :], "is a damaged JPEG; save it anew"),
    "JPEG of 12 bits": ("a.jpg", JPEG[: FRAME + 4] + b"\x0c" + JPEG[FRAME + 5 :], UNUSUAL),
    "JPEG with arithmetic coding": ("a.jpg", JPEG.replace(b"\xff\xc0", b"\xff\xc9", 1), UNUSUAL),
    "JPEG as large as a field": (
        "a.jpg",
        JPEG[: FRAME + 5] + b"\xff\xff\xff\xff" + JPEG[FRAME + 9 :],
        "has more than 89 million pixels; make it smaller",
    ),
    "page called SVG": (
        "a.svg",
        b"<!DOCTYPE html><html><p>Not found<br></html>",
        "is no SVG, whatever its name says; save it as plain SVG",
    ),
    "SVG cut short": (
        "a.svg",
        svg()[:-6],
        "is no SVG that can be read (no element found: line 1, column 87); save it anew as plain SVG",
    ),
    "SVG with an unknown entity": (
        "a.svg",
        svg("<text>&nbsp;</text>", before='<!DOCTYPE svg SYSTEM "a.dtd">'),
        "is no SVG that can be read (undefined entity nbsp); save it anew as plain SVG",
    ),
    "SVG with nothing in it": ("a.svg", svg("<g/>"), "has nothing drawn in it; save it anew as plain SVG"),
    **{
        f"SVG with {tag}, which is one": (
            "a.svg",
            svg(f"<{tag}/><path/>"),
            f"has a <{tag}>, which can do anything; save it without scripts",
        )
        for tag in ("iframe", "object", "embed", "handler", "listener")
    },
    "SVG with a script": (
        "a.svg",
        svg("<script>alert(1)</script><path/>"),
        "has a <script>, which can do anything; save it without scripts",
    ),
    "SVG with text as a web page": (
        "a.svg",
        svg("<switch><foreignObject><p>Text</p></foreignObject><text>Text</text></switch>"),
        "has a <foreignObject>, which is not printed; save it with its text as SVG text, or as PNG",
    ),
    "SVG with a photograph": (
        "a.svg",
        svg('<image x:href="data:image/png;base64,AAAA"/>'),
        "holds another picture, which is not printed; save it as PNG",
    ),
    "SVG with a style sheet elsewhere": ("a.svg", svg(before='<?xml-stylesheet href="a.css"?>'), OUTWARD),
    "SVG with a style sheet elsewhere, in a long one": (
        "a.svg",
        svg(f"<style>{' ' * 8189}@import 'a.css';</style><path/>"),
        OUTWARD,
    ),
    "SVG that moves": (
        "a.svg",
        svg("<style>@-webkit-keyframes a {}</style><path/>"),
        "moves; save it as a still picture",
    ),
    "SVG with a text as an entity": ("a.svg", svg("<text>&a;</text>", before=doctype('a "b"')), ENTITIES),
    "SVG with entities of entities": ("a.svg", svg("<text>&a8;</text>", before=doctype('a0 "b"', *BOMB)), ENTITIES),
    "SVG with an entity elsewhere": (
        "a.svg",
        svg("<text>&a;</text>", before=doctype('a SYSTEM "/etc/passwd"')),
        ENTITIES,
    ),
    "SVG of too many parts": ("a.svg", svg("<path/>" * MAX_PARTS), "has more than 100,000 parts; save it as PNG"),
    "SVG of parts of parts": ("a.svg", svg(MANY), "has more than 100,000 parts; save it as PNG"),
    "SVG of groups in groups": (
        "a.svg",
        svg("<g>" * 200 + "<path/>" + "</g>" * 200),
        "has groups in groups more than 200 deep; save it anew as plain SVG",
    ),
    "SVG with a part in itself": (
        "a.svg",
        svg('<g id="a"><use x:href="#a"/></g>'),
        "has groups in groups more than 200 deep; save it anew as plain SVG",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_pictures(case: str) -> None:
    name, data, expected = BAD[case]
    with pytest.raises(PictureError) as caught:
        examine(name, data)
    assert str(caught.value) == expected


@pytest.mark.parametrize("data", [drawn("RGB", "PNG"), JPEG, svg()], ids=["png", "jpg", "svg"])
def test_any_bytes_are_looked_at(data: bytes) -> None:
    name = "a.png" if data[0] == 0x89 else "a.jpg" if data[0] == 0xFF else "a.svg"
    for place in range(len(data)):
        for changed in (data[:place], data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]):
            try:
                examine(name, changed)
            except PictureError as error:
                assert "; " in str(error)


def test_a_picture_is_refused_where_the_article_shows_it(house: House, article_text: Callable[..., str]) -> None:
    text = article_text("Text.\n\n![A dog](dog.jpg)\n\n- item\n\n  ![A cat](cat.svg)\n\n![Tea](tea.png)\n")
    images = {"dog.jpg": JPEG[:40], "cat.svg": svg("<script/>"), "tea.png": drawn("RGB", "PNG"), "unused.png": b""}
    with pytest.raises(SourceError) as caught:
        prepare([Source("x", "", "source/x/article.md", text.encode(), images)], house)
    assert [str(problem) for problem in caught.value.problems] == [
        "source/x/article.md:14: the picture `dog.jpg` is a damaged JPEG; save it anew",
        "source/x/article.md:18: the picture `cat.svg` has a <script>, which can do anything; save it without scripts",
    ]


NAMES = {
    "plain": ("a.png", "a.png"),
    "another language": ("brücke.png", "brücke.png"),
    "spaces": ("<mein bild é.png>", "mein bild é.png"),
    "percent signs for letters": ("br%C3%BCcke.png", "brücke.png"),
    "percent signs in the name itself": ("br%C3%BCcke.png", "br%C3%BCcke.png"),
    "a sign that addresses have, too": ("<50% & a#b?.png>", "50% & a#b?.png"),
    "a Mac's letters on disk": ("br\u00fccke.png", "bru\u0308cke.png"),
    "a Mac's letters in the article": ("bru\u0308cke.png", "br\u00fccke.png"),
}


@pytest.mark.parametrize("case", NAMES)
def test_names(case: str, prepared: Callable[..., Prepared]) -> None:
    written, name = NAMES[case]
    images = {name: drawn("RGB", "PNG"), "other.png": JPEG}
    assert prepared(f"![A bridge]({written})\n", images).sheet.article.images == {name: images[name]}


def test_a_name_in_another_language_comes_out_in_every_edition(house: House, article_text: Callable[..., str]) -> None:
    text = article_text("![A bridge](brücke.jpg)\n\n![A picture](<mein bild é.png>)\n")
    images = {"bru\u0308cke.jpg": JPEG, "mein bild é.png": drawn("RGB", "PNG")}
    source = Source("x", "", "source/x/article.md", text.encode(), images)
    made = do(Job(0, source, tuple(EDITIONS.values())), [house]).made
    assert [edition.verdict.findings for edition in made] == [()] * 8
    data = {edition.row.edition: edition.data for edition in made}
    for picture in images.values():
        assert b64encode(picture) in data["html"]
    with ZipFile(BytesIO(data["epub"])) as book:
        assert set(images.values()) <= {book.read(name) for name in book.namelist()}
    with pikepdf.open(BytesIO(data["a4"])) as file:
        streams = [item for item in file.objects if isinstance(item, pikepdf.Stream)]
        assert sum(item.get("/Subtype") == pikepdf.Name.Image for item in streams) == len(images)


@pytest.mark.parametrize(
    "drawing",
    [
        '<rect width="300" height="100"/><text font-size="16" transform="rotate(-90 20 90)" x="20" y="90">Feet</text>',
        '<text font-size="30" x="10" y="50">Stop</text>',
    ],
    ids=["turned words", "nothing but words"],
)
def test_words_of_a_drawing_may_stand_any_way(drawing: str, prepared: Callable[..., Prepared], house: House) -> None:
    """Each drawing is below a heading; some of these stand at the end of a page."""
    images = {"a.svg": svg(drawing, 'viewBox="0 0 300 100" width="300" height="100"')}
    source = prepared("## One\n\n![A drawing](a.svg)\n\n" * 10, images).source
    (made,) = do(Job(0, source, (EDITIONS["a4"],)), [house]).made
    assert made.verdict.findings == ()


def test_words_beyond_the_edge_of_a_drawing_are_told_at_its_line(
    prepared: Callable[..., Prepared], house: House
) -> None:
    drawing = svg('<text x="40" y="50" font-size="30">MM</text>', 'viewBox="0 0 60 60"')
    source = prepared("Text.\n\n![A knee](a.svg)\n", {"a.svg": drawing}).source
    (made,) = do(Job(0, source, (EDITIONS["a4"],)), [house]).made
    (finding,) = made.verdict.findings
    told = '"A knee" is in the file but no reader sees it: `MM` in it: clipped away; save it with all its words in view'
    assert (finding.code, finding.message, finding.line) == ("unseen", told, 14)


def test_looking_at_a_picture_loads_no_library(root: Path) -> None:
    code = (
        "import sys; from press.reader.picture import examine; examine('a.jpg', bytes.fromhex(sys.argv[1])); "
        "print([name for name in ('PIL', 'weasyprint', 'lxml', 'markdown_it') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, JPEG.hex()], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout == "[]\n"


def test_a_rendering_that_fails_names_the_source_and_the_drawings(
    prepared: Callable[..., Prepared], house: House
) -> None:
    drawing = svg("<style>} path { fill: red }</style><path/>")
    made = prepared("## One\n\n![A knee](a.svg)\n", images={"a.svg": drawing})
    with pytest.raises(RenderError) as caught:
        do(Job(0, made.source, (EDITIONS["a4"],)), [house])
    assert re.fullmatch(r".*article\.md: a4: .*; if nothing else is at fault, look at a\.svg", str(caught.value))


def test_a_drawing_that_cannot_be_printed_is_named_at_its_line(prepared: Callable[..., Prepared], house: House) -> None:
    drawings = {"my knee.svg": svg('<rect font-size="apx"/>'), "a.svg": svg()}
    made = prepared("## One\n\n![A foot](a.svg)\n\n![A knee](my%20knee.svg)\n", images=drawings)
    with pytest.raises(RenderError) as caught:
        do(Job(0, made.source, (EDITIONS["a4"],)), [house])
    told = "source/x/article.md:16: a4: .*; save the picture `my knee.svg` anew as plain SVG, or as PNG"
    assert re.fullmatch(told, str(caught.value))
