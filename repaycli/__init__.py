"""repaycli: a personal repayment planner that is right to the cent."""

__version__ = "0.1.0"
