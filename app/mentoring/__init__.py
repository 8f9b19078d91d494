"""Mentors: vetted by an organization, asked by tickets, with minutes that count down."""
