"""Where a report goes: a folder or a bucket first, then chat, mail and topics. One file a channel.

`Delivered` (`delivered.py`) is what the report hands over. `deliver.deliver(report, channels, place)`
writes it there, makes the index anew, and tells each channel once. `channels.py` makes channels of the
config's `[delivery]`, `places.py` makes a place of `--out`. Nothing here makes a number.
"""
