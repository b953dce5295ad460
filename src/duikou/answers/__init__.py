"""What may be asked, one question a module: a question in, a figure with its proof out, permission applied."""
