"""A loan in the program: instalments as they follow from the principal, prepayments, what they cost and save.

Between two due dates principal p may be prepaid on a day t: it costs p × (1 + fee) and the interest that is paid with it.
`interest = "part"`: that of p alone, linear. `"all"`: all that accrued, if anything is prepaid (a choice). Interest is
linear in the principal over runs of nights; where it posts it may be as little as rounding makes it.
"""
