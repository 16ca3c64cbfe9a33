"""What the web server runs."""

from backend import create_app

app = create_app()
