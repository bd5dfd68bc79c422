"""What needs the user today and how it is said when nobody looks: items, what was already said, cron and timer blocks.

Text in, text out: nothing here asks the clock, touches the disk or starts a program; that is done in `repaycli.cli`.
"""
