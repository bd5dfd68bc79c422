"""`repaycli calc`: calculators that need no file; each command is a module of its own."""

from repaycli.locale import mark

EXAMPLES = (
    "repaycli calc card --balance 10000 --pay 1000",
    "repaycli calc instalments --principal 12000 --instalments 12 --fee-rate 0.6%",
)
COMMANDS = {
    "loan": mark("A loan's instalments: what each is made of, what they cost, and what that is a year."),
    "card": mark("How long a card takes to be repaid by its minimum payments, and by a fixed sum instead."),
    "apr": mark("What dated payments cost a year: as the EU and the US reckon it, and day by day."),
    "instalments": mark("What 分期 really costs a year, against the fee that is advertised."),
}
