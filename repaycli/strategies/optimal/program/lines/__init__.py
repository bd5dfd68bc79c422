"""A credit line in the program: statements, minimums, free periods to keep or lose, what is carried and what it bears.

For each closing the payments up to the test of its statement (its window) and those from there to the next closing are
variables, on the days on which they can make a difference. With S what a statement asks, `free` is 1 when it is paid in
full: S − paid ≤ most × (1 − free). What was first billed in it bears interest only if not `free`, what was carried over
always does. Interest is linear in balances over runs of nights; where it posts it may be as little as rounding makes it.
"""
