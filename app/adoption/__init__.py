"""What the city does with a proposal, from submitted to measured."""
