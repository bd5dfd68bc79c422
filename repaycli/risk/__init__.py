"""Seeded futures: incomes and expenses as they may come, played by the exact engine, and what that makes likely.

Here lives chance: how an amount, a missed payment or a delay is drawn, how many futures are played, what share of them
goes wrong. The rules of money stay in the engine; words and pictures in `present`. numpy may be imported here.
"""
