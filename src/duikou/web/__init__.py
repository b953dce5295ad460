"""The pages: Django templates, htmx, ECharts and the Tabler look. A page asks ``answers`` and calls ``actions``."""
