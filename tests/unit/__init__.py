"""Pure judgement: no application, no database, under five seconds in all."""
