"""Bytes to typed rows. Pure functions; nothing here touches a disk or the store."""
