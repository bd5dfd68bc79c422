"""Reminding from cron and timers: what was already said, what runs the reminder, and what carries it to the user.

Nothing here finds out what needs the user (`strategies.needs`) or puts it into words (`present.remind`).
"""
