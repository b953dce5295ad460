"""The pages: Django templates, htmx, ECharts, the Tabler look. Pages ask ``answers`` and call ``actions``."""
