"""Chinese text in, stated figures out, each with its span; what is said is set apart from what is assumed."""
