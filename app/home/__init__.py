"""The pages that show several domains side by side: each kind of person's home, and «my data».

It stands above all domains so that a dashboard never tempts a lower floor to look up. A child's
home answers «what was I doing?», a citizen's «what can I learn here, without asking who I am?»,
a staff member's «what is mine to finish, and what have I reached?».
"""
