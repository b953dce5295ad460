"""Chinese text in, stated figures out: each with its span, and with what is said set apart from what is assumed."""
