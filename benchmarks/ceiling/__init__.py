"""The bare Flask application that our pages are held against."""
