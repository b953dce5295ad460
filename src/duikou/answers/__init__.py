"""What may be asked, one question a module: a question in, a figure with its proof out.

Only what the asker may see is counted and shown.
"""
