# ---
# title: An example
# summary: It computes the number that the entry states, and says whether both agree.
# teaches: [chain rule]
# duration: 5 min
# level: introductory
# ---
# %%
print("together", 2 + 2)
print("| 1 | 2.5 |")
