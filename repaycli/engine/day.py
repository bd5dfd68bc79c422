"""The ordered day: what happens to the accounts on one day, in this order.

0  start of the day: what the lender's app or the wallet really shows; dated rates begin
1  incomes, then expenses
2  late fees, purchases, instalment-plan dues and loan instalments post; a scenario calls a loan in
3  recorded payments, then autopay sweeps (in the replayed past), then the strategy's payments
4  interest accrues on the end-of-day balances
5  statement day: interest posts, the statement closes, its minimum and due date are set
6  due date + grace days: paid in full, minimum met, or overdue (the late fee posts on the next day)
7  ageing: days past due, wallets' yields at the month's end, the day's lowest cash

Where a statement day's interest belongs to the next statement, step 5 comes before step 4. Events of one step go by
account name, never by place in the file. Interest accrues exactly and is rounded once, where it posts.
"""

from enum import IntEnum


class Step(IntEnum):
    """The steps of a day, in their order; finer than the list above where one of its steps has an inner order."""

    DAWN = 0  # what had accrued before today is noted
    CHECK = 1
    RATE = 2
    INCOME = 3
    EXPENSE = 4
    LATE_FEE = 5
    PURCHASE = 6  # recorded ones, before the spending that is only expected
    SPENDING = 7
    PLAN_DUE = 8
    INSTALMENT = 9
    LOAN_RATE = 10  # after an instalment of the same day, whose period ran at the old rate
    CALL_IN = 11  # only in a scenario
    DUE = 12
    PAYMENT = 13
    AUTOPAY = 14
    TODAY = 15  # the replayed past ends here
    DECIDE = 16
    CLOSE = 17
    TEST = 18
    MONTH_END = 19
