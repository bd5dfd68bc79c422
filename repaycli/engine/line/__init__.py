"""A credit line as it lives through the days: its state, and one file for each step that moves it.

Days are ordinals, amounts minor units. The rules are in `repaycli.products`; here lots only move between groups.
"""
