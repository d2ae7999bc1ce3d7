# ---
# title: An example
# summary: It computes the number that the entry states, and says whether both agree.
# teaches: [chain rule]
# duration: 5 min
# level: introductory
# ---
# %%
print(2 + 2)
