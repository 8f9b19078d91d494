"""Co-run projects in the story: a prefecture's high school, the university and city hall.

Six projects over three school years: one that the city took up and measured, one that goes on as
a club, one that the city was doing already, one that waits for its answer, and two of this year.
"""
