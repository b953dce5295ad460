"""One module a page: request in, answer asked for, template filled."""
