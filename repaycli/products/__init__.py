"""What the lender's paper says: accounts, their terms, and the rules that turn them into amounts.

Here live frozen terms and pure functions of finance. No clock, no files, no strategy.
"""
