"""The best plan of a household that is changed: a cushion for incomes late or short, and what other terms are worth."""
