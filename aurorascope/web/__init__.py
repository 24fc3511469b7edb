"""Draws any page: the app, the graph factory, the theme, the gate."""
