"""What a row of a bank's bill is: of a card's own statement, of a loan's, or of the wallet that repayments leave."""

import re

from repaycli.core.text import Text, text
from repaycli.inputs.bills.forms import Fact, Flow
from repaycli.inputs.bills.judging import Judge
from repaycli.inputs.bills.names import Named, Names, Sort
from repaycli.inputs.bills.writing import Draft, drafted, no_interest
from repaycli.inputs.source import cut

_REFUND = re.compile("退款|退货|冲正|refund", re.IGNORECASE)


def judge_of_own(own: Named, names: Names) -> Judge:
    """Return what judges the rows of the statement of one account of the file."""

    def judge(fact: Fact) -> Draft | Text:
        if not fact.amount:
            return text("no money was moved")
        if fact.flow is Flow.NEITHER:
            return text("neither a purchase nor a repayment")
        if own.sort is Sort.WALLET:
            return _of_wallet(fact, own, names)
        if fact.flow is Flow.IN:
            is_refund = own.sort is Sort.LINE and bool(_REFUND.search(fact.about))
            return drafted(fact, "refund" if is_refund else "payment", own.name)
        if own.sort is Sort.LOAN:
            return text("{name} is a loan: nothing is spent with it", name=own.name)
        return no_interest(fact) or drafted(fact, "purchase", own.name)

    return judge


def _of_wallet(fact: Fact, own: Named, names: Names) -> Draft | Text:
    if fact.flow is Flow.IN:
        return text("money that came in: what is expected stands in the file as income")
    debts = {each for each in names.mentioned((fact.party, fact.about)) if each.is_debt}
    if not debts:
        return text('paid to "{called}", which is no debt of the file', called=cut(fact.party or fact.about))
    if len(debts) > 1:
        return text("a repayment that fits {names}", names=tuple(sorted(each.name for each in debts)))
    (debt,) = debts
    return drafted(fact, "payment", debt.name, wallet=own.name)
