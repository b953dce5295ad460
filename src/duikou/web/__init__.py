"""Pages: Django templates, htmx and charts over what `duikou.answers` gives; nothing here touches a model."""
