"""もとむ／できる: what challenges and projects need, and what people can give."""
