"""Where the README's figures come from. Never a timed test: figures are ratios to a ceiling."""
