"""The style sheet of the report: a phone first, then a wider screen, the dark, and paper.

Sizes are in rem, so that a reader's own text size counts. Texts stand out from what is behind them by 4.5 : 1 at least,
lines by 3 : 1, in the light and in the dark (a test reckons it). Nothing is told by a colour alone.
"""

from repaycli.present.svg_chart import GUTTERS

LIGHT = {
    "page": "#f5f4f0",
    "card": "#ffffff",
    "ink": "#1b1c1e",
    "quiet": "#595753",
    "edge": "#dcd9d1",
    "line": "#14548f",
    "warn": "#9a2d10",
    "grid": "#8b8781",
}
DARK = {
    "page": "#131416",
    "card": "#1c1e21",
    "ink": "#ecebe8",
    "quiet": "#b5b2ac",
    "edge": "#3a3d42",
    "line": "#8dbcf2",
    "warn": "#ffb39c",
    "grid": "#7d8187",
}
"""Colours by what they are for: `ink`, `quiet`, `line` and `warn` are read, `grid` is seen, the rest lies behind."""

_PAPER = {**LIGHT, "page": "#ffffff", "ink": "#000000", "quiet": "#333333", "edge": "#999999"}


def _colours(found: dict[str, str]) -> str:
    return ":root{" + "".join(f"--{name}:{value};" for name, value in found.items()) + "}"


_BASE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:66rem;padding:1rem;background:var(--page);color:var(--ink);line-height:1.5;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
h1,h2,h3,p,ul,ol,dl,figure{margin:0}
h1{font-size:1rem;font-weight:600;color:var(--quiet)}
h2{font-size:1.25rem;line-height:1.3}
h3{font-size:1rem}
section,header{background:var(--card);border:1px solid var(--edge);border-radius:.75rem;padding:1rem;margin:0 0 1rem;
display:grid;gap:.85rem;grid-template-columns:minmax(0,1fr)}
header .verdict{font-size:1.35rem;line-height:1.4;font-weight:600}
.quiet,caption .quiet,figcaption span{color:var(--quiet)}
.alert{border-left:.3rem solid var(--warn);padding-left:.75rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.75rem,1fr));gap:.75rem}
.tiles div{border-top:1px solid var(--edge);padding-top:.5rem}
dt{color:var(--quiet);font-size:.875rem}
dd{margin:0;font-size:1.2rem;font-weight:600}
nav{margin:0 0 1rem;padding:0 .25rem}
nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
a{color:var(--line);display:inline-block;padding:.25rem 0}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--line);outline-offset:2px}
ol.steps{padding-left:1.5rem;display:grid;gap:.6rem}
ul.notes{padding-left:1.25rem;display:grid;gap:.4rem;font-size:.9375rem}
footer{color:var(--quiet);font-size:.9375rem;padding:0 1rem 2rem;display:grid;gap:.3rem}

table{border-collapse:collapse;width:100%;font-size:.9375rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid var(--edge)}
th:first-child{padding-left:0}
thead th{color:var(--quiet);font-weight:600;font-size:.8125rem;overflow-wrap:normal;vertical-align:bottom}
tbody th{font-weight:400;min-width:6rem}
tr.strong,tr.strong th,strong{font-weight:700}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
td.number,.figures td{font-variant-numeric:tabular-nums}
.figures td{text-align:right;white-space:nowrap}
.figures{font-size:.875rem;width:auto}
.record th{font-weight:400;color:var(--quiet)}
.record td{text-align:right}
time{white-space:nowrap}
.scroll{overflow-x:auto;max-height:26rem}
summary{cursor:pointer;color:var(--line);padding:.25rem 0;font-size:.9375rem}

figcaption{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;margin-bottom:.25rem}
figcaption span{font-size:.9375rem}
.chart{display:block;overflow:visible}
.chart svg{overflow:visible}
.chart text{font-size:12px;fill:var(--quiet)}
.chart .note{fill:var(--ink);font-weight:600;font-size:13px}
.chart .narrow{display:none}
.chart .flag{fill:var(--warn);font-weight:700;font-size:14px}
.chart path{fill:none}
.chart .line{stroke:var(--line);stroke-width:2px;stroke-linejoin:round}
.chart .area,.chart .band{fill:var(--line);fill-opacity:.18}
.chart .band{stroke:var(--line);stroke-width:1px;stroke-opacity:.7}
.chart .column{fill:var(--line)}
.chart .across{stroke:var(--edge);stroke-width:1px}
.chart .zero,.chart .tick{stroke:var(--grid);stroke-width:1px}
.chart .reserve{stroke:var(--ink);stroke-width:1.5px;stroke-dasharray:6 5}
.chart line.flag{stroke:var(--warn);stroke-width:1.5px;stroke-dasharray:2 3}
.chart .lead{stroke:var(--ink);stroke-width:1px}
.chart .point{fill:var(--card);stroke:var(--ink);stroke-width:2px}
.multiples .other{display:none}
.multiples{display:grid;align-items:end;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:1.25rem}

.months{display:grid;gap:.9rem}
.months details+details{margin-top:-.6rem}
.months h3{border-bottom:1px solid var(--edge);padding-bottom:.25rem}
.months h3 span{font-weight:400;color:var(--quiet)}
.months summary h3{display:inline;border:0}
.payments{list-style:none;padding:0}
.payments>li{display:grid;grid-template-columns:6.2rem minmax(0,1fr) auto;gap:0 .75rem;padding:.4rem 0;border-bottom:1px solid var(--edge)}
.payments ul{list-style:none;padding:0;grid-column:2/-1;font-size:.875rem;color:var(--quiet)}
.payments .missing{color:var(--warn);font-weight:600}
"""

_NARROW = """
@media screen and (max-width:46rem){
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards,.cards tbody,.cards caption{display:block}
.cards tr{display:grid;grid-template-columns:repeat(auto-fit,minmax(5.75rem,1fr));gap:.35rem .6rem;border:1px solid var(--edge);border-radius:.5rem;padding:.6rem .75rem;margin:0 0 .6rem}
.cards tbody th{grid-column:1/-1;font-weight:600;border:0;padding:0}
.cards td{display:block;border:0;padding:0;text-align:left;min-width:0}
.cards td.text{grid-column:1/-1}
.cards td.number{white-space:normal}
.cards td::before{content:attr(data-label);display:block;color:var(--quiet);font-size:.8125rem}
.cards tr.strong{border:2px solid var(--ink)}
}
@media screen and (max-width:30rem){
body{padding:.5rem}
header .verdict{font-size:1.2rem}
.chart .other,.chart .wide{display:none}
.chart .narrow{display:inline}
.payments>li{grid-template-columns:minmax(0,1fr) auto}
.payments>li>time{grid-column:1/-1;font-size:.875rem;color:var(--quiet)}
.payments ul{grid-column:1/-1}
}
"""

_GUTTERS = "".join(f".gutter-{count}{{padding-left:{pixels}px}}" for count, pixels in GUTTERS.items())
"""Room for the texts beside a plot; pixels, as the texts of a chart are placed in pixels."""

_PRINT = """
@page{margin:14mm}
@media print{
body{max-width:none;padding:0;font-size:10pt}
section,header{border:0;border-radius:0;padding:0;margin:0 0 7mm;display:block}
section>*,header>*{margin-bottom:3mm}
nav,figure details,.cards+details,.notes~details{display:none}
figure,tr,li,p,.tiles,caption,footer{break-inside:avoid}
summary{color:inherit}
h2,h3,caption,figcaption,thead,section>p{break-after:avoid}
.months{display:block;columns:2;column-gap:8mm}
.months>*{margin-bottom:4mm}
.payments>li{grid-template-columns:5.6rem minmax(0,1fr) auto}
table{font-size:8.5pt}
.multiples{grid-template-columns:1fr 1fr}
.year::details-content{content-visibility:visible;display:block;block-size:auto}
}
"""

CSS = (
    _colours(LIGHT)
    + "@media screen and (prefers-color-scheme:dark){"
    + _colours(DARK)
    + "}@media print{"
    + _colours(_PAPER)
    + "}"
    + _BASE
    + _GUTTERS
    + _NARROW
    + _PRINT
)
"""Everything, in one piece: its hash stands in the page's policy."""
