"""A loan as it lives through the days: nights of interest, instalments that fall due, what is past due.

Days are ordinals, amounts minor units. A loan's interest for the nights `[from, to)` counts the first and not the last.
"""
