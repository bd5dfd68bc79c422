"""The calendar turning over the accounts: the ordered day, the run over many days, the ledger it writes.

No strategy's preferences, no files, no clock: today is an argument.
"""
